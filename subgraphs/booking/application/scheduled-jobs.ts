import { newCause } from '../../../platform/decisions/cause.ts';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { dueNow } from '../../../platform/due.ts';
import type { Round } from '../../../platform/polling-loop.ts';
import type { Dependencies } from './ports.ts';

/** The most bookings that one transaction changes, with as many locks of rooms. */
const BATCH = 500;

/**
 * How long a slot is held while its payment is authorised, in milliseconds. It exceeds the longest call to
 * payment, so that a hold older than this was left behind by a crash.
 */
export const HOLD_LIMIT_MS = 30_000;

/** How long a slot is held for a customer who has to act for the payment, in milliseconds. */
export const ACTION_LIMIT_MS = 600_000;

/**
 * Changes of bookings that only the passing of time causes. Each job returns the number of bookings it
 * changed.
 */
export function createScheduledJobs({
  handleBooking,
  handleBookings,
  queries,
  clock,
  holdLimitMs = HOLD_LIMIT_MS,
}: Pick<Dependencies, 'handleBooking' | 'handleBookings' | 'queries' | 'clock'> & {
  readonly holdLimitMs?: number | undefined;
}) {
  return {
    /** Completes confirmed bookings at the end of their slots, and at once those that are overdue. */
    async completeFinished(round?: Round): Promise<number> {
      const due = await dueNow((at) => queries.finishedBy(at, BATCH), clock, round);
      return handleBookings(
        due.map(({ id }) => id),
        { type: 'complete', at: clock() },
      );
    },

    /**
     * Completes those of a customer that are overdue, each of them: it waits for changes that are under way.
     */
    async completeFinishedOf(customerId: string): Promise<void> {
      const at = clock();
      for (const id of await queries.finishedOf(customerId, at))
        await handleBooking(id, () => ({ type: 'complete', at }), { cause: newCause() });
    },

    /**
     * Rejects bookings whose hold exceeds the limit, or whose customer has not acted in time; payment then
     * voids what it may have authorised.
     */
    async releaseStaleHolds(): Promise<number> {
      const at = clock();
      const requestedBefore = addMilliseconds(at, -holdLimitMs);
      const ids = await queries.overdueHolds({ at, requestedBefore }, BATCH);
      return handleBookings(ids, { type: 'releaseHold', at, requestedBefore });
    },
  };
}
