import { newId } from '../../../platform/identifiers.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingRejected } from '../../../schema/events/booking.ts';
import type { ReleaseReason } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import { createHandleForBooking } from './handle-for-booking.ts';
import type { Dependencies } from './ports.ts';

type BookingEvent = IncomingEvent<typeof bookingRejected | typeof bookingCancelled>;

/** Voids or refunds the payments of rejected and cancelled bookings. */
export function onBookingEvents({
  handlePayment,
  payments,
  clock,
}: Pick<Dependencies, 'handlePayment' | 'payments' | 'clock'>): readonly Reaction[] {
  const handleForBooking = createHandleForBooking({ handlePayment, payments });

  async function release(
    { id: handles, cause, data: { booking } }: Pick<BookingEvent, 'id' | 'cause' | 'data'>,
    reason: ReleaseReason,
  ): Promise<void> {
    const { id: bookingId, room, customer, price: amount } = booking;
    const { correlationId } = cause;
    const at = clock();
    const command: PaymentCommand = {
      type: 'release',
      at,
      reason,
      newRefundId: newId(),
      // The details of a payment that is not requested yet: the record makes a later request fail.
      details: {
        id: newId(),
        bookingId,
        roomId: room.id,
        customerId: customer.id,
        amount,
        requestedAt: at,
        correlationId,
      },
    };
    await handleForBooking(booking, () => command, { cause, handles });
  }

  return [
    on(bookingRejected, (event) => release(event, 'BOOKING_REJECTED')),
    on(bookingCancelled, (event) =>
      release(event, event.data.cancelledBy === 'ROOM' ? 'ROOM_UNAVAILABLE' : 'BOOKING_CANCELLED'),
    ),
  ];
}
