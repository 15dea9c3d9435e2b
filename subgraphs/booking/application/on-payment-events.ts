import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { paymentCaptured, paymentVoided } from '../../../schema/events/payment.ts';
import type { Dependencies } from './ports.ts';

/** Confirms bookings whose payment is captured and cancels those whose payment fails. */
export function onPaymentEvents({
  handleBooking,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'clock'>): readonly Reaction[] {
  return [
    /** Payment captures once the room is assigned. */
    on(paymentCaptured, async ({ id: handles, cause, data }) => {
      const { id } = data.payment.booking;
      await handleBooking(id, () => ({ type: 'confirm', at: clock() }), { cause, handles });
    }),

    /**
     * A payment that fails after its authorisation cancels the booking. Other payments are voided for the
     * booking.
     */
    on(paymentVoided, async ({ id: handles, cause, data }) => {
      if (data.reason !== 'CAPTURE_FAILED' && data.reason !== 'AUTHORIZATION_LAPSED') return;
      const { id } = data.payment.booking;
      const reason = 'The payment could not be taken.';
      const createCommand = () => ({ type: 'withdraw', at: clock(), by: 'PAYMENT', reason }) as const;
      await handleBooking(id, createCommand, { cause, handles });
    }),
  ];
}
