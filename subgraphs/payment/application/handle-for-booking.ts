import { unreachable } from '../../../platform/decisions/decider.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { Dependencies, HandlePayment } from './ports.ts';

/** What the events that settle a payment say about its booking. */
type BookingReference = { readonly id: string; readonly room: { readonly id: string } };

/**
 * Handles a command that follows from an event of a booking or its room. A payment from before payments knew
 * their rooms learns its room from the event. That is a change of its own, because the event may have been
 * handled by then: a consumer with a new list of events gets all of them again.
 */
export function createHandleForBooking({
  handlePayment,
  payments,
}: Pick<Dependencies, 'handlePayment' | 'payments'>) {
  return async (
    { id: bookingId, room }: BookingReference,
    createCommand: () => PaymentCommand,
    options: Parameters<HandlePayment>[2],
  ): Promise<void> => {
    const handled = await handlePayment(bookingId, createCommand, options);
    if (!handled.accepted) return unreachable(handled.rejection);
    if (handled.state?.roomId === null) await payments.addRoom(bookingId, room.id);
  };
}
