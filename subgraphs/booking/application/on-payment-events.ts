import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import {
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  paymentVoided,
} from '../../../schema/events/payment.ts';
import type { Dependencies } from './ports.ts';

/**
 * Goes on with bookings whose customers have acted, confirms those whose payment is captured, and ends those
 * whose payment fails or is taken back.
 */
export function onPaymentEvents({
  handleBooking,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'clock'>): readonly Reaction[] {
  return [
    /** The customer had to act first; without that, the answer to the request tells it. */
    on(paymentAuthorized, async ({ id: handles, cause, data }) => {
      if (!data.afterAction) return;
      const { id } = data.payment.booking;
      await handleBooking(id, () => ({ type: 'recordAuthorization', at: clock() }), { cause, handles });
    }),

    on(paymentDeclined, async ({ id: handles, cause, data: { payment, declineCode } }) => {
      const reason = 'PAYMENT_DECLINED';
      const createCommand = () => ({ type: 'rejectForPayment', at: clock(), reason, declineCode }) as const;
      await handleBooking(payment.booking.id, createCommand, { cause, handles });
    }),

    /** Payment captures once the room is assigned. */
    on(paymentCaptured, async ({ id: handles, cause, data }) => {
      const { id } = data.payment.booking;
      await handleBooking(id, () => ({ type: 'confirm', at: clock() }), { cause, handles });
    }),

    /**
     * A payment that fails after its authorisation cancels the booking, and one for which the provider does
     * not wait any longer rejects it. Other payments are voided for the booking.
     */
    on(paymentVoided, async ({ id: handles, cause, data }) => {
      if (data.reason === 'ACTION_EXPIRED') {
        const expired = { type: 'rejectForPayment', reason: 'PAYMENT_EXPIRED', declineCode: null } as const;
        const createCommand = () => ({ ...expired, at: clock() });
        await handleBooking(data.payment.booking.id, createCommand, { cause, handles });
      }
      if (data.reason !== 'CAPTURE_FAILED' && data.reason !== 'AUTHORIZATION_LAPSED') return;
      const { id } = data.payment.booking;
      const reason = 'The payment could not be taken.';
      const createCommand = () => ({ type: 'withdraw', at: clock(), by: 'PAYMENT', reason }) as const;
      await handleBooking(id, createCommand, { cause, handles });
    }),

    /**
     * Money that goes back as a whole at the provider ends the booking. Other refunds follow from the end of
     * the booking.
     */
    on(paymentRefunded, async ({ id: handles, cause, data: { payment, refund } }) => {
      if (payment.status !== 'REFUNDED' || refund.origin !== 'PROVIDER') return;
      const reason = 'The payment was refunded at the payment provider.';
      const createCommand = () => ({ type: 'withdraw', at: clock(), by: 'PROVIDER', reason }) as const;
      await handleBooking(payment.booking.id, createCommand, { cause, handles });
    }),
  ];
}
