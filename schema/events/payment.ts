import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, money, reference } from './values.ts';

/** A payment as it stands after the event, shaped like `Payment` in the graph. */
const payment = z.object({
  id: z.uuid(),
  status: z.enum(['AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED', 'REFUNDED', 'FAILED']),
  amount: money,
  booking: reference,
  customer: customerReference,
});

const refund = z.object({ id: z.uuid(), amount: money, status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']) });

/**
 * The money is secured at the provider. Subject: `payment.authorized.<paymentId>` and so on for the others.
 */
export const paymentAuthorized = defineEvent('payment', 'authorized', z.object({ payment }));
export const paymentDeclined = defineEvent(
  'payment',
  'declined',
  z.object({ payment, declineCode: z.string() }),
);
/** The money is taken: the booking stands. */
export const paymentCaptured = defineEvent('payment', 'captured', z.object({ payment }));
/** Nothing was taken, and nothing will be. */
export const paymentVoided = defineEvent(
  'payment',
  'voided',
  z.object({
    payment,
    /**
     * With the last two it was not the booking that ended the payment, but the payment that ends the booking.
     */
    reason: z.enum([
      'BOOKING_REJECTED',
      'BOOKING_CANCELLED',
      'ROOM_UNAVAILABLE',
      'CAPTURE_FAILED',
      'AUTHORIZATION_LAPSED',
    ]),
  }),
);
export const paymentRefunded = defineEvent('payment', 'refunded', z.object({ payment, refund }));
/** The provider could not give the money back; it is tried again. */
export const paymentRefundFailed = defineEvent(
  'payment',
  'refundFailed',
  z.object({ payment, refund, reason: z.string() }),
);
