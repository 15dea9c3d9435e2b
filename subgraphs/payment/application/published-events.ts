import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/payment.ts';
import { isCaptured, type Payment, type PaymentEvent } from '../domain/payment.ts';

/**
 * The message for other services about a payment's event; undefined for an event that is internal to this
 * service.
 */
export function toMessage(event: PaymentEvent, after: Payment): Message | undefined {
  const { at } = event;
  switch (event.type) {
    case 'PaymentActionRequired':
      return message(published.paymentActionRequired, at, { payment: snapshotOf(after) });
    case 'PaymentAuthorized': {
      const { afterAction } = event;
      return message(published.paymentAuthorized, at, { payment: snapshotOf(after), afterAction });
    }
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
    case 'RefundFound':
      // A pending refund has one of these again when it has succeeded.
      if (event.status === 'PENDING') return undefined;
      return refunded(event, after);
    case 'RefundSettled':
      return refunded(event, after);
    case 'RefundFailed':
      return message(published.paymentRefundFailed, at, {
        payment: snapshotOf(after),
        refund: refundIn(after, event.refundId),
        reason: event.reason,
      });
    case 'RefundRequested':
      // That an ended booking is refunded follows from the booking; that an admin tries again does not.
      if (event.origin === 'SERVICE') return undefined;
      return message(published.paymentRefundRetried, at, {
        payment: snapshotOf(after),
        refund: refundIn(after, event.refundId),
      });
    case 'DisputeChanged': {
      const { status, reason, amount, openedAt } = event.dispute;
      return message(published.paymentDisputed, at, {
        payment: snapshotOf(after),
        dispute: { status, reason, amount, openedAt },
      });
    }
    case 'PaymentRequested':
    case 'PaymentForestalled':
    case 'PaymentAbandoned':
    case 'IntentClosed':
    case 'CaptureRequested':
    case 'ReleaseRequested':
      return undefined;
    default:
      return unreachable(event);
  }
}

function refunded(
  { at, refundId }: { readonly at: Instant; readonly refundId: string },
  after: Payment,
): Message {
  const refund = refundIn(after, refundId);
  return message(published.paymentRefunded, at, { payment: snapshotOf(after), refund });
}

function snapshotOf({ id, status, amount, bookingId, customerId }: Payment) {
  if (status === 'REQUESTED' || status === 'ABANDONED')
    throw new Error(`The payment ${id} is ${status}, which is not published`);
  return { id, status, amount, booking: { id: bookingId }, customer: { id: customerId } };
}

function refundIn(payment: Payment, refundId: string) {
  const refund = isCaptured(payment) ? payment.refunds.find(({ id }) => id === refundId) : undefined;
  if (!refund) throw new Error(`The payment ${payment.id} has no refund ${refundId}`);
  const { id, amount, status, origin, reason } = refund;
  return { id, amount, status, origin, reason };
}
