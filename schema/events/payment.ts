import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, instant, money, reference } from './values.ts';

/** A payment after the event, with the shape of `Payment` in the graph. */
const payment = z.object({
  id: z.uuid(),
  /** FAILED is the former name of REFUND_FAILED in events from before it was renamed. */
  status: z.enum([
    'REQUIRES_ACTION',
    'AUTHORIZED',
    'CAPTURED',
    'VOIDED',
    'DECLINED',
    'REFUNDED',
    'REFUND_FAILED',
    'FAILED',
  ]),
  amount: money,
  booking: reference,
  customer: customerReference,
});

const refund = z.object({
  id: z.uuid(),
  amount: money,
  status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']),
  /** Missing in events from before there were others than SERVICE. */
  origin: z.enum(['SERVICE', 'STAFF', 'PROVIDER', 'ELSEWHERE']).optional(),
  /** What an admin noted of money that went back otherwise. */
  reason: z.string().nullish(),
});

/**
 * The customer has to act before the payment can be authorised, such as to say yes to their bank. Subject:
 * `payment.actionRequired.<paymentId>`; others alike.
 */
export const paymentActionRequired = defineEvent('payment', 'actionRequired', z.object({ payment }));
/** The payment is authorised at the provider. */
export const paymentAuthorized = defineEvent(
  'payment',
  'authorized',
  z.object({
    payment,
    /**
     * The customer had to act first: the booking, whose request was answered before, goes on with this event.
     * Missing in events from before there were such payments.
     */
    afterAction: z.boolean().optional(),
  }),
);
export const paymentDeclined = defineEvent(
  'payment',
  'declined',
  z.object({ payment, declineCode: z.string() }),
);
/** The payment is captured. The booking can be confirmed. */
export const paymentCaptured = defineEvent('payment', 'captured', z.object({ payment }));
/** The payment is cancelled before it was captured. */
export const paymentVoided = defineEvent(
  'payment',
  'voided',
  z.object({
    payment,
    /**
     * With the last three, the failed payment ends the booking; with the others, the booking ended the
     * payment. ACTION_EXPIRED: the provider did not wait for the customer any longer.
     */
    reason: z.enum([
      'BOOKING_REJECTED',
      'BOOKING_CANCELLED',
      'ROOM_UNAVAILABLE',
      'CAPTURE_FAILED',
      'ACTION_EXPIRED',
      'AUTHORIZATION_LAPSED',
    ]),
  }),
);
/**
 * A refund of all of the money or of a part has succeeded; `payment.status` is REFUNDED once all of it has
 * gone back. In events from before pending refunds were left out, the status of the refund may be PENDING.
 */
export const paymentRefunded = defineEvent('payment', 'refunded', z.object({ payment, refund }));
/** The provider could not refund the money; it is retried. */
export const paymentRefundFailed = defineEvent(
  'payment',
  'refundFailed',
  z.object({ payment, refund, reason: z.string() }),
);
/** An admin tries a refund again that was given up. */
export const paymentRefundRetried = defineEvent('payment', 'refundRetried', z.object({ payment, refund }));
/** The customer denies the payment to their bank, or that has gone further. */
export const paymentDisputed = defineEvent(
  'payment',
  'disputed',
  z.object({
    payment,
    dispute: z.object({
      status: z.enum(['INQUIRY', 'NEEDS_RESPONSE', 'UNDER_REVIEW', 'WON', 'LOST', 'CLOSED']),
      reason: z.string(),
      amount: money,
      openedAt: instant,
    }),
  }),
);
