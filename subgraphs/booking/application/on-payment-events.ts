import type { Clock } from '../../../platform/decisions/time.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { paymentCaptured, paymentVoided } from '../../../schema/events/payment.ts';
import type { HandleBooking } from './ports.ts';

type Dependencies = { readonly handleBooking: HandleBooking; readonly clock: Clock };

/** The money is captured, which happens once the room is assigned: the booking is confirmed. */
export function onPaymentCaptured({ handleBooking, clock }: Dependencies): Reaction {
  return on(paymentCaptured, async ({ id: handles, cause, data }) => {
    const { id } = data.payment.booking;
    await handleBooking(id, () => ({ type: 'confirm', at: clock() }), { cause, handles });
  });
}

/** A booking whose payment fails after the authorisation ends. */
export function onPaymentVoided({ handleBooking, clock }: Dependencies): Reaction {
  return on(paymentVoided, async ({ id: handles, cause, data }) => {
    if (data.reason !== 'CAPTURE_FAILED' && data.reason !== 'AUTHORIZATION_LAPSED') return;
    const { id } = data.payment.booking;
    const reason = 'The payment could not be taken.';
    await handleBooking(id, () => ({ type: 'withdraw', at: clock(), by: 'PAYMENT', reason }), {
      cause,
      handles,
    });
  });
}
