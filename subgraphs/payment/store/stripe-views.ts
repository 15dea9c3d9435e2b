import type Stripe from 'stripe';
import type { IntentView } from '../domain/payment-decide.ts';
import type { RefundView } from '../domain/refund-decide.ts';

/** What an intent says about its payment; undefined while it says nothing yet. */
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
    case 'requires_action':
      // Nobody is there to prove who they are: the card cannot be used this way.
      return { ...view, status: 'declined', declineCode: 'authentication_required' };
    default:
      return undefined;
  }
}

/** Seconds since the epoch, on the charge when it was asked for with it. */
function captureBeforeOf(charge: string | Stripe.Charge | null): string | null {
  if (charge === null || typeof charge === 'string') return null;
  const seconds = charge.payment_method_details?.card?.capture_before;
  return seconds ? new Date(seconds * 1_000).toISOString() : null;
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
