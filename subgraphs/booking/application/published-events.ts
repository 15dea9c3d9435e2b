import { unreachable } from '../../../platform/decisions/decider.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/booking.ts';
import type { Booking, BookingEvent, CancelledBy } from '../domain/booking.ts';
import { shownCancelledBy } from './cancelled-by.ts';

/** The public message of a booking's event. */
export function toMessage(event: BookingEvent, after: Booking): Message {
  const booking = snapshotOf(after);
  switch (event.type) {
    case 'BookingRequested':
      return message(published.bookingRequested, event.at, { booking });
    case 'PaymentActionRequired': {
      const { expiresAt } = event.action;
      return message(published.bookingActionRequired, event.at, { booking, expiresAt });
    }
    case 'BookingPaid':
      return message(published.bookingPaid, event.at, { booking });
    case 'BookingConfirmed':
      return message(published.bookingConfirmed, event.at, { booking });
    case 'BookingCompleted':
      return message(published.bookingCompleted, event.at, { booking });
    case 'BookingRejected':
      return message(published.bookingRejected, event.at, {
        booking,
        reason: event.reason,
        declineCode: event.declineCode,
      });
    case 'BookingCancelled':
      return message(published.bookingCancelled, event.at, { booking, cancelledBy: SOURCES[event.by] });
    case 'RoomTransferred':
      return message(published.bookingTransferred, event.at, { booking });
    default:
      return unreachable(event);
  }
}

/** What other services tell apart: staff are the host and admins. */
const SOURCES = {
  CUSTOMER: 'CUSTOMER',
  HOST: 'STAFF',
  ADMIN: 'STAFF',
  STAFF: 'STAFF',
  ROOM: 'ROOM',
  PAYMENT: 'PAYMENT',
  PROVIDER: 'PROVIDER',
} as const satisfies Readonly<Record<CancelledBy, string>>;

function snapshotOf(booking: Booking) {
  const { id, status, room, customerId, slot, price, requestedAt } = booking;
  return {
    id,
    status,
    room: { id: room.id, name: room.name, host: room.hostId === null ? null : { id: room.hostId } },
    customer: { id: customerId },
    slot,
    price,
    requestedAt,
    cancelledAt: booking.status === 'CANCELLED' ? booking.cancelledAt : null,
    cancellationReason: booking.status === 'CANCELLED' ? booking.cancellationReason : null,
    cancelledBy: shownCancelledBy(booking),
  };
}
