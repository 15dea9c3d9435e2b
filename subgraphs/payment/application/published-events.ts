import { unreachable } from '../../../platform/decisions/decider.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/payment.ts';
import type { Payment, PaymentEvent, RefundStatus } from '../domain/payment.ts';

/**
 * The message for other services about a payment's event; undefined for an event that is internal to this
 * service.
 */
export function toMessage(event: PaymentEvent, after: Payment): Message | undefined {
  const { at } = event;
  switch (event.type) {
    case 'PaymentAuthorized':
      return message(published.paymentAuthorized, at, { payment: snapshotOf(after) });
    case 'PaymentDeclined':
      return message(published.paymentDeclined, at, {
        payment: snapshotOf(after),
        declineCode: event.declineCode,
      });
    case 'PaymentCaptured':
      return message(published.paymentCaptured, at, { payment: snapshotOf(after) });
    case 'PaymentVoided':
      return message(published.paymentVoided, at, { payment: snapshotOf(after), reason: event.reason });
    case 'PaymentRefunded':
      return message(published.paymentRefunded, at, {
        payment: snapshotOf(after),
        refund: refundIn(after, event.refundId, event.status),
      });
    case 'RefundFailed':
      return message(published.paymentRefundFailed, at, {
        payment: snapshotOf(after),
        refund: refundIn(after, event.refundId, 'FAILED'),
        reason: event.reason,
      });
    case 'PaymentRequested':
    case 'PaymentForestalled':
    case 'PaymentAbandoned':
    case 'CaptureRequested':
    case 'ReleaseRequested':
    case 'RefundRequested':
      return undefined;
    default:
      return unreachable(event);
  }
}

function snapshotOf({ id, status, amount, bookingId, customerId }: Payment) {
  if (status === 'REQUESTED' || status === 'ABANDONED')
    throw new Error(`The payment ${id} is ${status}, which is not published`);
  return { id, status, amount, booking: { id: bookingId }, customer: { id: customerId } };
}

/** Refunds are always in full: their amount is that of the payment. */
function refundIn({ amount }: Payment, id: string, status: RefundStatus) {
  return { id, amount, status };
}
