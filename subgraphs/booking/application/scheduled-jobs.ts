import { newCause } from '../../../platform/decisions/cause.ts';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { dueNow } from '../../../platform/due.ts';
import type { Round } from '../../../platform/polling-loop.ts';
import type { BookingCommand } from '../domain/booking-decide.ts';
import type { Dependencies } from './ports.ts';

const BATCH = 100;

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
  queries,
  clock,
  holdLimitMs = HOLD_LIMIT_MS,
}: Pick<Dependencies, 'handleBooking' | 'queries' | 'clock'> & {
  readonly holdLimitMs?: number | undefined;
}) {
  async function handleEach(ids: readonly string[], command: BookingCommand): Promise<number> {
    let changed = 0;
    for (const id of ids) {
      const handled = await handleBooking(id, () => command, { cause: newCause() });
      if (handled.accepted && handled.events.length > 0) changed += 1;
    }
    return changed;
  }

  return {
    /** Completes confirmed bookings at the end of their slots, and at once those that are overdue. */
    async completeFinished(round?: Round): Promise<number> {
      const due = await dueNow((at) => queries.finishedBy(at, BATCH), clock, round);
      return handleEach(
        due.map(({ id }) => id),
        { type: 'complete', at: clock() },
      );
    },

    /** Completes those of a customer that are overdue. */
    async completeFinishedOf(customerId: string): Promise<number> {
      const at = clock();
      return handleEach(await queries.finishedOf(customerId, at), { type: 'complete', at });
    },

    /**
     * Rejects bookings whose hold exceeds the limit, or whose customer has not acted in time; payment then
     * voids what it may have authorised.
     */
    async releaseStaleHolds(): Promise<number> {
      const at = clock();
      const requestedBefore = addMilliseconds(at, -holdLimitMs);
      const ids = await queries.overdueHolds({ at, requestedBefore }, BATCH);
      return handleEach(ids, { type: 'releaseHold', at, requestedBefore });
    },
  };
}
