import { setTimeout as delay } from 'node:timers/promises';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { Payment, Requested } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { AuthorizationAnswer, PaymentProvider, PaymentReference, PaymentStore } from './ports.ts';

/** The outcome of an authorisation, from whichever source brings it first. */
export type AuthorizationOutcome =
  | { readonly from: 'provider'; readonly answer: AuthorizationAnswer }
  /** A webhook has settled the payment, here or in another process. */
  | { readonly from: 'webhook'; readonly payment: Payment };

/** The pauses between reads of the stored payment double from the first to the longest, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 200;

/**
 * Authorises a requested payment. The provider usually answers the first attempt. A retry means that it may
 * have processed an earlier attempt: from then on its webhook may bring the outcome before its answer does.
 */
export function createAuthorizationOutcome({
  payments,
  provider,
}: {
  readonly payments: Pick<PaymentStore, 'load'>;
  readonly provider: Pick<PaymentProvider, 'authorize'>;
}) {
  return async (payment: Requested): Promise<AuthorizationOutcome> => {
    const { bookingId, amount, paymentMethod, requestedAt } = payment;
    const retried = Promise.withResolvers<void>();
    const decided = new AbortController();
    const { signal } = decided;

    async function outcomeFromProvider(): Promise<AuthorizationOutcome> {
      const answer = await provider.authorize({
        reference: referenceOf(payment),
        amount,
        paymentMethod,
        requestedAt,
        onRetry: retried.resolve,
        signal,
      });
      return { from: 'provider', answer };
    }

    async function outcomeFromWebhook(): Promise<AuthorizationOutcome> {
      await retried.promise;
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
        const { state } = await payments.load(bookingId);
        if (state && state.status !== 'REQUESTED') return { from: 'webhook', payment: state };
        await delay(pause, undefined, { signal });
      }
    }

    return Promise.race([outcomeFromProvider(), outcomeFromWebhook()]).finally(() =>
      decided.abort('decided'),
    );
  };
}

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
    case 'refused-payment':
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
