import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type InvalidInput,
  ifPresent,
  invalidInput,
  type NotFound,
  notFound,
  parseUuid,
  textProblem,
} from '../../../platform/input.ts';
import { storedTextOrNull } from '../../../platform/text/visible.ts';
import type { BookingStatus } from '../domain/booking.ts';
import type { Dependencies } from './ports.ts';

export type CancelBooking = CommandContext & {
  readonly id: string;
  readonly actor: Actor;
  readonly reason?: string | null | undefined;
};

export type CancelBookingOutcome =
  | { readonly kind: 'CancelBookingSuccess'; readonly bookingId: string }
  | { readonly kind: 'BookingNotCancellable'; readonly status: BookingStatus }
  | NotFound
  | InvalidInput;

const LONGEST_REASON = 1_000;

/**
 * Cancels a booking for its customer, the room's host or an admin. The slot is free at once; payment and room
 * react to the event.
 */
export function createCancelBooking({
  handleBooking,
  bookings,
  rooms,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'bookings' | 'rooms' | 'clock'>) {
  return async (command: CancelBooking): Promise<CancelBookingOutcome> => {
    const { attempt, actor, cause } = command;
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const refusal = invalidInput(
      ifPresent(command.reason, (reason) => textProblem('reason', reason, LONGEST_REASON)),
    );
    if (refusal) return refusal;
    const reason = storedTextOrNull(command.reason);
    const hostId = await rooms.hostOfBooking(id);
    const createCommand = () => ({ type: 'cancel', at: clock(), actor, hostId, reason }) as const;
    const cancelled = await handleBooking(id, createCommand, {
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
