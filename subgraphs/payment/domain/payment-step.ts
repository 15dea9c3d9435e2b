import { unreachable } from '../../../platform/decisions/decision.ts';
import { type Payment, type Refund, type Requested, releaseOf } from './payment.ts';

/** What is to be done at the provider next. The watching steps look whether it changed something by itself. */
export type Step =
  | { readonly type: 'authorize'; readonly payment: Requested }
  | { readonly type: 'capture'; readonly intentId: string }
  | { readonly type: 'void'; readonly intentId: string }
  | { readonly type: 'refund'; readonly intentId: string; readonly refund: Refund }
  | { readonly type: 'watchAuthorization'; readonly intentId: string; readonly captureBefore: string | null }
  | { readonly type: 'watchRefund'; readonly providerId: string; readonly refund: Refund };

/** The next step at the provider; undefined when there is none. */
export function nextStep(payment: Payment): Step | undefined {
  switch (payment.status) {
    case 'REQUESTED':
      return { type: 'authorize', payment };
    case 'AUTHORIZED': {
      const { intentId, captureBefore, desiredOutcome } = payment;
      if (intentId === null) return undefined;
      if (desiredOutcome === 'CAPTURE') return { type: 'capture', intentId };
      if (releaseOf(desiredOutcome)) return { type: 'void', intentId };
      return { type: 'watchAuthorization', intentId, captureBefore };
    }
    case 'CAPTURED':
    case 'REFUNDED':
      return refundStep(payment.intentId, payment.refunds.at(-1));
    case 'ABANDONED':
    case 'DECLINED':
    case 'VOIDED':
    case 'FAILED':
      return undefined;
    default:
      return unreachable(payment);
  }
}

function refundStep(intentId: string | null, refund: Refund | undefined): Step | undefined {
  if (intentId === null || !refund) return undefined;
  const { providerId } = refund;
  return providerId === null
    ? { type: 'refund', intentId, refund }
    : { type: 'watchRefund', providerId, refund };
}
