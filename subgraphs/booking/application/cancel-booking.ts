import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type InvalidInput,
  ifPresent,
  type NotFound,
  notFound,
  parseUuid,
  textFault,
  trimmedOrNull,
} from '../../../platform/input.ts';
import type { BookingStatus } from '../domain/booking.ts';
import type { Dependencies } from './ports.ts';

export type CancelBooking = CommandContext & {
  readonly id: string;
  /** Staff may cancel the bookings of others. */
  readonly caller: { readonly subject: string; readonly isStaff: boolean };
  readonly reason?: string | null | undefined;
};

export type CancelBookingOutcome =
  | { readonly kind: 'CancelBookingSuccess'; readonly bookingId: string }
  | { readonly kind: 'BookingNotCancellable'; readonly status: BookingStatus }
  | NotFound
  | InvalidInput;

const LONGEST_REASON = 1_000;

/**
 * Cancels a booking for its customer or for staff. The slot is free at once; payment and room react to the
 * event.
 */
export function createCancelBooking({
  handleBooking,
  bookings,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'bookings' | 'clock'>) {
  return async (command: CancelBooking): Promise<CancelBookingOutcome> => {
    const { attempt, caller, cause } = command;
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const fault = ifPresent(command.reason, (reason) => textFault('reason', reason, LONGEST_REASON));
    if (fault) return fault;
    const reason = trimmedOrNull(command.reason);
    const cancelled = await handleBooking(id, () => ({ type: 'cancel', at: clock(), caller, reason }), {
      cause: { ...cause, causationId: attempt.commandId },
    });
    const success = { kind: 'CancelBookingSuccess', bookingId: id } as const;
    if (cancelled.accepted) return success;
    const { rejection } = cancelled;
    if (rejection.kind === 'BookingNotFound') return notFound(command.id);
    // Another attempt at this command may have cancelled it.
    return (await bookings.hasHandled(id, attempt.commandId)) ? success : rejection;
  };
}
