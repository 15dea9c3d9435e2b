import { execute } from '../../../platform/decisions/execute.ts';
import type { Decision } from '../../../platform/decisions/index.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isUuid } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import { isStorableText } from '../../../platform/text.ts';
import { type BookingEvent, type BookingState, type BookingStatus, evolve } from '../domain/booking.ts';
import { type BookingRejection, decide } from '../domain/booking-decide.ts';
import type { BookingStore, Clock } from './ports.ts';

export type CancelBooking = {
  readonly attempt: Attempt;
  readonly id: string;
  /** Who asks, and whether they may cancel other people's bookings. */
  readonly caller: { readonly subject: string; readonly isStaff: boolean };
  readonly reason?: string | null | undefined;
  readonly cause: Cause;
};

export type CancelBookingOutcome =
  | { readonly kind: 'CancelBookingSuccess'; readonly bookingId: string }
  | { readonly kind: 'BookingNotCancellable'; readonly status: BookingStatus }
  | NotFound
  | InvalidInput;

const LONGEST_REASON = 1_000;

/** Cancels a booking for its customer or for staff. The slot is free at once; money and room follow from the event. */
export function createCancelBooking({
  bookings,
  clock,
}: {
  readonly bookings: BookingStore;
  readonly clock: Clock;
}) {
  return async (command: CancelBooking): Promise<CancelBookingOutcome> => {
    const { attempt, caller, reason = null, cause } = command;
    if (!isUuid(command.id)) return notFound(command.id);
    const id = command.id.toLowerCase();
    if (reason && (reason.length > LONGEST_REASON || !isStorableText(reason))) {
      return invalid('reason', `The reason is plain text of at most ${LONGEST_REASON} characters.`);
    }
    const cancelled = await execute({
      store: bookings,
      id,
      decide(state: BookingState): Decision<BookingEvent, BookingRejection> {
        const isOwn = state?.customerId === caller.subject;
        // Somebody else's booking does not exist for a customer.
        const visible = isOwn || caller.isStaff ? state : undefined;
        const by = isOwn ? 'CUSTOMER' : 'STAFF';
        return decide({ type: 'cancel', at: clock(), by, reason }, visible);
      },
      evolve,
      cause: { ...cause, causationId: attempt.commandId },
    });
    const success = { kind: 'CancelBookingSuccess', bookingId: id } as const;
    if (cancelled.accepted) return success;
    const { rejection } = cancelled;
    if (rejection.kind === 'BookingNotFound') return notFound(command.id);
    // Another try of this very command may have been quicker.
    return (await bookings.hasHandled(id, attempt.commandId)) ? success : rejection;
  };
}
