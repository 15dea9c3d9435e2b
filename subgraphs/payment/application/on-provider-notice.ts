import { execute } from '../../../platform/decisions/execute.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { evolve, type PaymentState } from '../domain/payment.ts';
import { decide, type PaymentCommand } from '../domain/payment-decide.ts';
import type { Clock, PaymentStore, ProviderNotice } from './ports.ts';

/**
 * Brings news from the provider into the payment, each once. News that say what is known already, or what has been
 * passed since, change nothing; news of a payment that is not here are dropped.
 */
export function createOnProviderNotice({
  payments,
  clock,
}: {
  readonly payments: PaymentStore;
  readonly clock: Clock;
}) {
  return async ({ id, bookingId, about }: ProviderNotice, cause: Cause): Promise<void> => {
    const command: PaymentCommand =
      about.type === 'intent'
        ? { type: 'recordIntent', at: clock(), intent: about.intent, newRefundId: newId() }
        : {
            type: 'recordRefund',
            at: clock(),
            refundId: about.refundId,
            refund: about.refund,
            newRefundId: newId(),
          };
    const decideIt = (state: PaymentState) => decide(command, state);
    // Most say what the answer has said before: that is seen without writing anything.
    const seen = decideIt((await payments.load(bookingId)).state);
    if (seen.accepted && seen.events.length === 0) return;
    await execute({
      store: payments,
      id: bookingId,
      decide: decideIt,
      evolve,
      cause,
      handles: id,
    });
  };
}
