import type { Cause } from '../../../platform/decisions/cause.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import { newId } from '../../../platform/identifiers.ts';
import { isTracing } from '../../../platform/telemetry/tracing.ts';
import { amountLeft, isCaptured } from '../domain/payment.ts';
import { decide, type PaymentCommand } from '../domain/payment-decide.ts';
import type { ComparePayment } from './compare-payment.ts';
import type { Dependencies, ProviderEvent } from './ports.ts';

/** How long an event waits for the answer to a request in flight, in milliseconds. */
const MAX_WAIT_MS = 250;

/**
 * Applies the provider's events to payments, each event once. An event that is known already or out of date
 * changes nothing, and an event of an unknown payment is ignored. Returns false when the provider did not
 * tell what the event needs: it has to come again.
 */
export function createOnProviderEvent({
  handlePayment,
  payments,
  inFlight,
  comparePayment,
  clock,
}: Pick<Dependencies, 'handlePayment' | 'payments' | 'inFlight' | 'clock'> & {
  readonly comparePayment: ComparePayment;
}) {
  return async ({ id, payment, about }: ProviderEvent, cause: Cause): Promise<boolean> => {
    const bookingId =
      'bookingId' in payment ? payment.bookingId : await payments.bookingOfIntent(payment.intentId);
    if (bookingId === undefined) return true;
    // Most events repeat an answer of the provider, which shows without a write.
    await inFlight.settled(bookingId, MAX_WAIT_MS);
    if (about.type === 'charge') {
      const { state } = await payments.load(bookingId);
      if (!isCaptured(state) || state.amount.amount - amountLeft(state) >= about.refunded.amount) return true;
      return comparePayment(state, await inTraceOf(bookingId, cause), id);
    }
    const command = commandOf(about);
    if (await changesNothing(bookingId, command)) return true;
    const traced = await inTraceOf(bookingId, cause);
    await handlePayment(bookingId, () => command, { cause: traced, handles: id });
    return true;
  };

  /** What an event of the provider changes goes on in the trace of the payment, and so of its booking. */
  async function inTraceOf(bookingId: string, cause: Cause): Promise<Cause> {
    const traceparent = isTracing() ? await payments.traceparentOf(bookingId) : undefined;
    return traceparent === undefined ? cause : { ...cause, traceparent };
  }

  function commandOf(about: Exclude<ProviderEvent['about'], { type: 'charge' }>): PaymentCommand {
    const at = clock();
    switch (about.type) {
      case 'intent':
        return { type: 'recordIntent', at, intent: about.intent, newRefundId: newId() };
      case 'refund': {
        const found = [{ ...about.refund, newId: newId() }];
        return { type: 'recordRefunds', at, found, newRefundId: newId() };
      }
      case 'dispute':
        return { type: 'recordDispute', at, dispute: about.dispute };
      default:
        return unreachable(about);
    }
  }

  /**
   * For the state of an intent, a recalled payment does: it may be out of date, but a payment never returns
   * to a state in which the event would change it. Refunds and disputes may come after what another process
   * stored.
   */
  async function changesNothing(bookingId: string, command: PaymentCommand): Promise<boolean> {
    const recalled = command.type === 'recordIntent' ? payments.recall?.(bookingId) : undefined;
    const decision = decide(command, (recalled ?? (await payments.load(bookingId))).state);
    return decision.accepted && decision.events.length === 0;
  }
}
