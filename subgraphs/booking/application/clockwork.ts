import { execute } from '../../../platform/decisions/execute.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { type BookingState, evolve } from '../domain/booking.ts';
import { type BookingCommand, decide } from '../domain/booking-decide.ts';
import type { BookingQueries, BookingStore, Clock } from './ports.ts';

type Dependencies = {
  readonly bookings: BookingStore;
  readonly queries: BookingQueries;
  readonly clock: Clock;
  readonly holdLimitMs?: number;
};

const BATCH = 100;

/**
 * How long a slot is held while payment is sought. Longer than any call to payment may take: what is still waiting
 * then was left behind by a crash.
 */
export const HOLD_LIMIT_MS = 30_000;

/** What falls due by the clock alone. Each returns how many bookings it changed; call it until that is 0. */
export function createClockwork({ bookings, queries, clock, holdLimitMs = HOLD_LIMIT_MS }: Dependencies) {
  async function giveToEach(ids: readonly string[], command: BookingCommand): Promise<number> {
    let changed = 0;
    for (const id of ids) {
      const executed = await execute({
        store: bookings,
        id,
        decide: (state: BookingState) => decide(command, state),
        evolve,
        cause: ofItsOwn(),
      });
      if (executed.accepted && executed.events.length > 0) changed += 1;
    }
    return changed;
  }

  return {
    /** Confirmed bookings whose slot has passed are completed. */
    async completeFinished(): Promise<number> {
      const at = clock();
      return giveToEach(await queries.finishedBy(at, BATCH), { type: 'complete', at });
    },

    /** Holds that nobody is paying for any more are given up; payment voids what it may have authorised. */
    async releaseStaleHolds(): Promise<number> {
      const at = clock();
      const before = new Date(Date.parse(at) - holdLimitMs).toISOString();
      const command = {
        type: 'rejectForPayment',
        at,
        reason: 'PAYMENT_UNAVAILABLE',
        declineCode: null,
      } as const;
      return giveToEach(await queries.requestedBefore(before, BATCH), command);
    },
  };
}

/** The clock's work begins a story of its own. */
function ofItsOwn(): Cause {
  const id = newId();
  return { correlationId: id, causationId: id };
}
