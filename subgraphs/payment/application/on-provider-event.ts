import type { Cause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { PaymentState } from '../domain/payment.ts';
import { decide, type PaymentCommand } from '../domain/payment-decide.ts';
import type { Dependencies, ProviderEvent } from './ports.ts';

type Decided = ReturnType<typeof decide>;

/** How long an event waits for the answer to a request in flight, in milliseconds. */
const MAX_WAIT_MS = 250;

/**
 * Applies the provider's events to payments, each event once. An event that is known already or out of date
 * changes nothing, and an event of an unknown payment is ignored.
 */
export function createOnProviderEvent({
  handlePayment,
  payments,
  inFlight,
  clock,
}: Omit<Dependencies, 'provider' | 'log'>) {
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
    const decideOn = (state: PaymentState) => decide(command, state);
    // Most events repeat an answer of the provider, which shows without a write.
    await inFlight.settled(bookingId, MAX_WAIT_MS);
    if (await isKnown(bookingId, decideOn)) return;
    await handlePayment(bookingId, () => command, { cause, handles: id });
  };

  /**
   * True when the event changes nothing. A recalled payment may be out of date, but a payment never returns
   * to a state in which the event would change it.
   */
  async function isKnown(bookingId: string, decideOn: (state: PaymentState) => Decided): Promise<boolean> {
    const { state } = payments.recall?.(bookingId) ?? (await payments.load(bookingId));
    const decision = decideOn(state);
    return decision.accepted && decision.events.length === 0;
  }
}
