import { newId } from '../../../platform/identifiers.ts';
import type { DataOf } from '../../../platform/messaging/event.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingRejected } from '../../../schema/events/booking.ts';
import type { ReleaseReason } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { Dependencies } from './ports.ts';

type ReleaseDependencies = Pick<Dependencies, 'handlePayment' | 'clock'>;

/** Voids or refunds the payments of rejected and cancelled bookings. */
export function onBookingEvents(dependencies: ReleaseDependencies): readonly Reaction[] {
  return [
    on(bookingRejected, (event) => release(dependencies, event, 'BOOKING_REJECTED')),
    on(bookingCancelled, (event) =>
      release(
        dependencies,
        event,
        event.data.cancelledBy === 'ROOM' ? 'ROOM_UNAVAILABLE' : 'BOOKING_CANCELLED',
      ),
    ),
  ];
}

async function release(
  { handlePayment, clock }: ReleaseDependencies,
  {
    id: handles,
    cause,
    data,
  }: Pick<IncomingEvent, 'id' | 'cause'> & {
    readonly data: Pick<DataOf<typeof bookingCancelled>, 'booking'>;
  },
  reason: ReleaseReason,
): Promise<void> {
  const { id: bookingId, customer, price } = data.booking;
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
      customerId: customer.id,
      amount: price,
      requestedAt: at,
      correlationId: cause.correlationId,
    },
  };
  await handlePayment(bookingId, () => command, { cause, handles });
}
