import type { Cause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import { isCaptured, type Payment } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { Dependencies } from './ports.ts';

/**
 * Compares a captured payment with what the provider has, and records refunds and disputes that were made
 * there. Returns false when the provider does not tell.
 *
 * @param handles the id of the event that causes it
 */
export type ComparePayment = (payment: Payment, cause: Cause, handles?: string) => Promise<boolean>;

export function createComparePayment({
  handlePayment,
  provider,
  clock,
  log,
}: Pick<Dependencies, 'handlePayment' | 'provider' | 'clock' | 'log'>): ComparePayment {
  return async (payment, cause, handles) => {
    if (!isCaptured(payment) || payment.intentId === null) return true;
    const { id: paymentId, bookingId, intentId } = payment;
    const answer = await provider.charge(intentId);
    if (answer.kind !== 'ok') {
      const { correlationId } = cause;
      log.warn({ ...answer, paymentId, bookingId, correlationId }, 'the payment provider told no refunds');
      return false;
    }
    const { refunds, dispute } = answer;
    const found = refunds.map((refund) => ({ ...refund, newId: newId() }));
    const recordRefunds = (): PaymentCommand => ({
      type: 'recordRefunds',
      at: clock(),
      found,
      newRefundId: newId(),
    });
    if (dispute)
      await handlePayment(bookingId, () => ({ type: 'recordDispute', at: clock(), dispute }), { cause });
    await handlePayment(bookingId, recordRefunds, handles === undefined ? { cause } : { cause, handles });
    return true;
  };
}
