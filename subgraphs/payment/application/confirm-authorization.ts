import type { Cause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import { releaseOf } from '../domain/payment.ts';
import { type AuthorizePaymentOutcome, outcomeOf } from './authorize-payment.ts';
import type { Dependencies } from './ports.ts';

export type ConfirmAuthorization = { readonly bookingId: string; readonly cause: Cause };

/**
 * Asks the provider whether a customer has acted whom it waits for, and returns the outcome of the
 * authorisation as it is now. Without an answer of the provider, it is what is stored.
 */
export function createConfirmAuthorization({
  handlePayment,
  payments,
  provider,
  inFlight,
  clock,
  log,
}: Dependencies) {
  return async ({ bookingId, cause }: ConfirmAuthorization): Promise<AuthorizePaymentOutcome> => {
    const { state } = await payments.load(bookingId);
    if (state?.status !== 'REQUIRES_ACTION' || releaseOf(state.desiredOutcome))
      return outcomeOf(state, provider);
    return inFlight.track(bookingId, async () => {
      const answer = await provider.intent(state.intentId);
      if (answer.kind !== 'ok') {
        const { correlationId } = cause;
        log.warn({ ...answer, bookingId, correlationId }, 'the payment provider did not tell the outcome');
        return outcomeOf(state, provider);
      }
      const { intent } = answer;
      const recorded = await handlePayment(
        bookingId,
        () => ({ type: 'recordIntent', at: clock(), intent, newRefundId: newId() }),
        { cause },
      );
      return outcomeOf(recorded.accepted ? recorded.state : state, provider);
    });
  };
}
