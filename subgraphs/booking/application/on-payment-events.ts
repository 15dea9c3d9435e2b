import { execute } from '../../../platform/decisions/execute.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { paymentCaptured, paymentVoided } from '../../../schema/events/payment.ts';
import { type BookingState, evolve } from '../domain/booking.ts';
import { type BookingCommand, decide } from '../domain/booking-decide.ts';
import type { BookingStore, Clock } from './ports.ts';

type Dependencies = { readonly bookings: BookingStore; readonly clock: Clock };

/** The money is taken, which happens once the room is assigned: the booking stands. */
export function onPaymentCaptured({ bookings, clock }: Dependencies): Reaction {
  return on(paymentCaptured, async ({ id: eventId, cause, data }) => {
    await execute({
      store: bookings,
      id: data.payment.booking.id,
      decide: (state: BookingState) => decide({ type: 'confirm', at: clock() }, state),
      evolve,
      cause,
      handles: eventId,
    });
  });
}

/** Without money there is no booking, even when it was promised first. */
export function onPaymentVoided({ bookings, clock }: Dependencies): Reaction {
  return on(paymentVoided, async ({ id: eventId, cause, data }) => {
    if (data.reason !== 'CAPTURE_FAILED' && data.reason !== 'AUTHORIZATION_LAPSED') return;
    const reason = 'The payment could not be taken.';
    const command = (): BookingCommand => ({ type: 'cancel', at: clock(), by: 'PAYMENT', reason });
    await execute({
      store: bookings,
      id: data.payment.booking.id,
      decide: (state: BookingState) => decide(command(), state),
      evolve,
      cause,
      handles: eventId,
    });
  });
}
