import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { Payment } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { AuthorizationAnswer, PaymentReference } from './ports.ts';

/** The decline code of a payment method that the provider does not know. */
export const UNKNOWN_METHOD = 'payment_method_unknown';

/** What the provider stores with its intent. */
export function referenceOf({ id, bookingId, correlationId }: Payment): PaymentReference {
  return { paymentId: id, bookingId, correlationId };
}

/**
 * The command for an answer to an authorisation; undefined when the outcome is still unknown.
 *
 * @param isFirst the provider has had no earlier request for this payment, so that after a refusal it has no
 *   intent
 */
export function commandFor(
  answer: AuthorizationAnswer,
  {
    at,
    newRefundId,
    isFirst,
  }: { readonly at: Instant; readonly newRefundId: string; readonly isFirst: boolean },
): PaymentCommand | undefined {
  switch (answer.kind) {
    case 'ok':
      return { type: 'recordIntent', at, intent: answer.intent, newRefundId };
    case 'declined':
      return { type: 'recordDecline', at, declineCode: answer.declineCode };
    case 'unknown-method':
      return { type: 'recordDecline', at, declineCode: UNKNOWN_METHOD };
    case 'nothing':
      return { type: 'recordNothing', at };
    case 'refused':
      return isFirst ? { type: 'recordNothing', at } : undefined;
    case 'unknown':
      return undefined;
    default:
      return unreachable(answer);
  }
}
