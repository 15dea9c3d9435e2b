import type Stripe from 'stripe';
import { fromCardUnits } from '../../../platform/card-amounts.ts';
import type { ProviderRefund } from '../application/ports.ts';
import type { Dispute } from '../domain/payment.ts';
import type { IntentView, RefundView } from '../domain/payment-decide.ts';

/** The provider's state of a payment; undefined while the intent is still being processed. */
export function toIntentView(intent: Stripe.PaymentIntent): IntentView | undefined {
  const view = {
    intentId: intent.id,
    captureBefore: captureBeforeOf(intent.latest_charge),
    declineCode: null,
  };
  switch (intent.status) {
    case 'requires_capture':
      return { ...view, status: 'authorized' };
    case 'succeeded':
      return { ...view, status: 'captured' };
    case 'canceled':
      return { ...view, status: 'canceled' };
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      if (!error) return undefined;
      return { ...view, status: 'declined', declineCode: error.decline_code ?? error.code ?? null };
    }
    case 'requires_action': {
      const { client_secret: clientSecret, next_action: next } = intent;
      if (clientSecret === null) return undefined;
      const action = { clientSecret, redirectUrl: next?.redirect_to_url?.url ?? null };
      return { ...view, status: 'actionRequired', action };
    }
    default:
      return undefined;
  }
}

/** The end of the authorisation. The charge is an object only when the request has expanded it. */
function captureBeforeOf(charge: string | Stripe.Charge | null | undefined): string | null {
  if (!charge || typeof charge === 'string') return null;
  const seconds = charge.payment_method_details?.card?.capture_before;
  return seconds ? new Date(seconds * 1_000).toISOString() : null;
}

/** A refund with its amount, and the id under which this service requested it. */
export function toProviderRefund(refund: Stripe.Refund): ProviderRefund {
  return {
    ...toRefundView(refund),
    providerId: refund.id,
    refundId: refund.metadata?.refundId ?? null,
    amount: fromCardUnits(refund.amount, refund.currency),
  };
}

export function toDispute({ id, status, reason, amount, currency, created }: Stripe.Dispute): Dispute {
  return {
    providerId: id,
    status: disputeStatusOf(status),
    reason,
    amount: fromCardUnits(amount, currency),
    openedAt: new Date(created * 1_000).toISOString(),
  };
}

function disputeStatusOf(status: string): Dispute['status'] {
  switch (status) {
    case 'won':
      return 'WON';
    case 'lost':
      return 'LOST';
    case 'under_review':
      return 'UNDER_REVIEW';
    case 'warning_needs_response':
    case 'warning_under_review':
      return 'INQUIRY';
    case 'warning_closed':
    case 'prevented':
      return 'CLOSED';
    default:
      return 'NEEDS_RESPONSE';
  }
}

export function toRefundView(refund: Stripe.Refund): RefundView {
  return {
    providerId: refund.id,
    status: refundStatusOf(refund.status),
    reason: refund.failure_reason ?? null,
  };
}

function refundStatusOf(status: string | null): RefundView['status'] {
  switch (status) {
    case 'succeeded':
      return 'SUCCEEDED';
    case 'failed':
    case 'canceled':
      return 'FAILED';
    default:
      return 'PENDING';
  }
}
