import { unreachable } from '../../../platform/decisions/decider.ts';
import type { AuthorizePaymentOutcome } from '../application/authorize-payment.ts';
import type { ResolversTypes } from '../schema.generated.ts';

/** @param paymentMethod the requested one, which the result repeats when the provider does not know it */
export function toAuthorizePaymentResult(
  outcome: AuthorizePaymentOutcome,
  paymentMethod: string,
): Awaited<ResolversTypes['AuthorizePaymentResult']> {
  switch (outcome.kind) {
    case 'AuthorizationGranted':
      return { __typename: outcome.kind, paymentId: outcome.paymentId };
    case 'AuthorizationDeclined':
      return { __typename: outcome.kind, declineCode: outcome.declineCode };
    case 'AuthorizationUnavailable':
      return { __typename: outcome.kind, retryAfterSeconds: outcome.retryAfterSeconds };
    case 'AuthorizationRefused':
      return { __typename: outcome.kind, code: outcome.code };
    case 'PaymentMethodUnknown':
      return { __typename: outcome.kind, paymentMethod };
    default:
      return unreachable(outcome);
  }
}
