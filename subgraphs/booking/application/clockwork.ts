import { newCause } from '../../../platform/decisions/cause.ts';
import { addMilliseconds, type Clock } from '../../../platform/decisions/time.ts';
import type { BookingCommand } from '../domain/booking-decide.ts';
import type { BookingQueries, HandleBooking } from './ports.ts';

type Dependencies = {
  readonly handleBooking: HandleBooking;
  readonly queries: BookingQueries;
  readonly clock: Clock;
  readonly holdLimitMs?: number | undefined;
};

const BATCH = 100;

/**
 * How long a slot is held while payment is sought. Longer than any call to payment may take: what is still waiting
 * then was left behind by a crash.
 */
export const HOLD_LIMIT_MS = 30_000;

/** What falls due by the clock alone. Each returns how many bookings it changed; call it until that is 0. */
export function createClockwork({
  handleBooking,
  queries,
  clock,
  holdLimitMs = HOLD_LIMIT_MS,
}: Dependencies) {
  async function handleEach(ids: readonly string[], command: BookingCommand): Promise<number> {
    let changed = 0;
    for (const id of ids) {
      const handled = await handleBooking(id, () => command, { cause: newCause() });
      if (handled.accepted && handled.events.length > 0) changed += 1;
    }
    return changed;
  }

  return {
    /** Confirmed bookings whose slot has passed are completed. */
    async completeFinished(): Promise<number> {
      const at = clock();
      return handleEach(await queries.finishedBy(at, BATCH), { type: 'complete', at });
    },

    /** Holds that nobody is paying for any more are given up; payment voids what it may have authorised. */
    async releaseStaleHolds(): Promise<number> {
      const at = clock();
      const before = addMilliseconds(at, -holdLimitMs);
      const command = {
        type: 'rejectForPayment',
        at,
        reason: 'PAYMENT_UNAVAILABLE',
        declineCode: null,
      } as const;
      return handleEach(await queries.requestedBefore(before, BATCH), command);
    },
  };
}
