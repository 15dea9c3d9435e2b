import { execute } from '../../../platform/decisions/execute.ts';
import { isUuid } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import { type BookingState, type BookingStatus, evolve } from '../domain/booking.ts';
import { decide } from '../domain/booking-decide.ts';
import type { BookingStore, Clock } from './ports.ts';

export type CancelBooking = {
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
  return async ({ id, caller, reason = null, cause }: CancelBooking): Promise<CancelBookingOutcome> => {
    if (!isUuid(id)) return notFound(id);
    if (reason && reason.length > LONGEST_REASON) {
      return invalid('reason', `The reason is too long: use at most ${LONGEST_REASON} characters.`);
    }
    const cancelled = await execute({
      store: bookings,
      id,
      decide(state: BookingState) {
        const isOwn = state?.customerId === caller.subject;
        // Somebody else's booking does not exist for a customer.
        const visible = isOwn || caller.isStaff ? state : undefined;
        return decide({ type: 'cancel', at: clock(), by: isOwn ? 'CUSTOMER' : 'STAFF', reason }, visible);
      },
      evolve,
      cause,
    });
    if (cancelled.accepted) return { kind: 'CancelBookingSuccess', bookingId: id };
    return cancelled.rejection.kind === 'BookingNotFound' ? notFound(id) : cancelled.rejection;
  };
}
