import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingConfirmed, bookingRejected } from '../../../schema/events/booking.ts';
import type { DeliverMessage } from './deliver-message.ts';

/** Tells customers how their bookings change. */
export function onBookingEvents(deliver: DeliverMessage): readonly Reaction[] {
  return [
    on(bookingConfirmed, (event) => {
      const { id: bookingId, customer, room, slot, price } = event.data.booking;
      return deliver(event, customer.id, {
        kind: 'BOOKING_CONFIRMED',
        bookingId,
        room: named(room),
        slot,
        price,
      });
    }),

    on(bookingRejected, (event) => {
      const { booking, reason } = event.data;
      const { id: bookingId, customer, room, slot } = booking;
      return deliver(event, customer.id, {
        kind: 'BOOKING_REJECTED',
        bookingId,
        room: named(room),
        slot,
        reason,
      });
    }),

    on(bookingCancelled, (event) => {
      const { booking, cancelledBy: by } = event.data;
      const { id: bookingId, customer, room, slot, cancellationReason: reason } = booking;
      const content = { kind: 'BOOKING_CANCELLED', bookingId, room: named(room), slot, by, reason } as const;
      return deliver(event, customer.id, content);
    }),
  ];
}

function named({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, name };
}
