import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { paymentRefunded } from '../../../schema/events/payment.ts';
import type { DeliverMessage } from './deliver-message.ts';

/** Tells customers when their money is refunded. */
export function onPaymentEvents(deliver: DeliverMessage): readonly Reaction[] {
  return [
    on(paymentRefunded, (event) => {
      const { payment, refund } = event.data;
      const { customer, booking } = payment;
      return deliver(event, customer.id, {
        kind: 'BOOKING_REFUNDED',
        bookingId: booking.id,
        amount: refund.amount,
      });
    }),
  ];
}
