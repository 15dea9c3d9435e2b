import type { Clock } from '../../../platform/decisions/time.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { DataOf } from '../../../platform/messaging/event.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingRejected } from '../../../schema/events/booking.ts';
import type { ReleaseReason } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { HandlePayment } from './ports.ts';

type Dependencies = { readonly handlePayment: HandlePayment; readonly clock: Clock };

/** A booking that came to nothing needs no money; whatever may be secured for it is let go. */
export function onBookingRejected(dependencies: Dependencies): Reaction {
  return on(bookingRejected, (event) => release(dependencies, event, 'BOOKING_REJECTED'));
}

/** The money of a cancelled booking is let go, or given back when it was taken. */
export function onBookingCancelled(dependencies: Dependencies): Reaction {
  return on(bookingCancelled, (event) =>
    release(
      dependencies,
      event,
      event.data.cancelledBy === 'ROOM' ? 'ROOM_UNAVAILABLE' : 'BOOKING_CANCELLED',
    ),
  );
}

async function release(
  { handlePayment, clock }: Dependencies,
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
    // A booking that payment has not heard of yet: when the request comes after all, it finds itself forestalled.
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
