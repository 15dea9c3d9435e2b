import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { PaymentState } from '../domain/payment.ts';
import { decide, type PaymentCommand } from '../domain/payment-decide.ts';
import type { InFlightPayments } from './in-flight-payments.ts';
import type { HandlePayment, PaymentStore, ProviderEvent } from './ports.ts';

type Decided = ReturnType<typeof decide>;

/** An answer that does not come in this time will perhaps never come, in milliseconds. */
const ANSWER_MS = 250;

/**
 * Brings news from the provider into the payment, each once. News that say what is known already, or what has been
 * passed since, change nothing; news of a payment that is not here are dropped.
 */
export function createOnProviderEvent({
  handlePayment,
  payments,
  inFlight,
  clock,
}: {
  readonly handlePayment: HandlePayment;
  readonly payments: PaymentStore;
  readonly inFlight: InFlightPayments;
  readonly clock: Clock;
}) {
  return async ({ id, bookingId, about }: ProviderEvent, cause: Cause): Promise<void> => {
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
    // Most say what the answer has said before, or is about to say: that is seen without writing anything.
    await inFlight.settled(bookingId, ANSWER_MS);
    if (await isKnown(bookingId, decideIt)) return;
    await handlePayment(bookingId, () => command, { cause, handles: id });
  };

  /**
   * Whether it would change nothing. What was stored here a moment ago tells that too: a payment never goes back to where
   * it would be news.
   */
  async function isKnown(bookingId: string, decideIt: (state: PaymentState) => Decided): Promise<boolean> {
    const { state } = payments.recall?.(bookingId) ?? (await payments.load(bookingId));
    const decision = decideIt(state);
    return decision.accepted && decision.events.length === 0;
  }
}
