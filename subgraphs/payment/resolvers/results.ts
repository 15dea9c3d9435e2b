import { unreachable } from '../../../platform/decisions/decider.ts';
import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { problem, toResult } from '../../../platform/subgraph/mutation.ts';
import type { AuthorizePaymentOutcome } from '../application/authorize-payment.ts';
import type {
  RefundNotGivenUp,
  RetryRefundOutcome,
  SettleRefundOutcome,
} from '../application/given-up-refund.ts';
import type { VisiblePayment } from '../application/ports.ts';
import type { ResolversTypes } from '../schema.generated.ts';
import type { PaymentContext } from './context.ts';

type Result<Name extends keyof ResolversTypes> = Promise<Awaited<ResolversTypes[Name]>>;

const NO_SUCH_PAYMENT = 'There is no such payment.';

/**
 * @param paymentMethod the requested one, which the result repeats when the provider does not know it; who
 * only asks how far a payment is names none
 */
export function toAuthorizePaymentResult(
  outcome: AuthorizePaymentOutcome,
  paymentMethod = '',
): Awaited<ResolversTypes['AuthorizePaymentResult']> {
  switch (outcome.kind) {
    case 'AuthorizationGranted':
      return { __typename: outcome.kind, paymentId: outcome.paymentId };
    case 'AuthorizationActionRequired': {
      const { clientSecret, redirectUrl } = outcome;
      return { __typename: outcome.kind, clientSecret, redirectUrl };
    }
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

export async function toRetryRefundResult(
  outcome: RetryRefundOutcome | IdempotencyConflict,
  context: PaymentContext,
): Result<'RetryRefundResult'> {
  switch (outcome.kind) {
    case 'RetryRefundSuccess':
      return { __typename: outcome.kind, payment: await stored(outcome.paymentId, context) };
    case 'RefundNotGivenUp':
      return notGivenUp(outcome);
    default:
      return toResult(outcome, NO_SUCH_PAYMENT);
  }
}

export async function toSettleRefundResult(
  outcome: SettleRefundOutcome | IdempotencyConflict,
  context: PaymentContext,
): Result<'SettleRefundResult'> {
  switch (outcome.kind) {
    case 'SettleRefundSuccess':
      return { __typename: outcome.kind, payment: await stored(outcome.paymentId, context) };
    case 'RefundNotGivenUp':
      return notGivenUp(outcome);
    default:
      return toResult(outcome, NO_SUCH_PAYMENT);
  }
}

function notGivenUp(outcome: RefundNotGivenUp) {
  return problem(outcome, `No refund of this payment was given up: it is ${outcome.status}.`);
}

async function stored(id: string, { loaders }: PaymentContext): Promise<VisiblePayment> {
  // An earlier mutation of this request may have loaded the payment as it was before.
  const payment = await loaders.payment.clear(id).load(id);
  if (!payment) throw new Error(`The payment ${id} is in an outcome but is not stored`);
  return payment;
}
