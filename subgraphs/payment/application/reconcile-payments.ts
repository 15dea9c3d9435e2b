import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { ComparePayment } from './compare-payment.ts';
import type { Dependencies } from './ports.ts';

/** How often a few captured payments are compared with the provider, in milliseconds. */
export const RECONCILIATION_INTERVAL_MS = 2_000;

export type ReconciliationLimits = {
  /** How long a payment is not compared again, in milliseconds. */
  readonly afterMs: number;
  /** How many are compared at a time: with the interval, this bounds the requests to the provider. */
  readonly batch: number;
};

/**
 * Compares a few captured payments with what the provider has: what happens there without this service is
 * seen also when its webhooks are lost. While the provider fails, none is compared.
 */
export function createReconcilePayments({
  reconciliation,
  provider,
  comparePayment,
  clock,
  afterMs,
  batch,
}: Pick<Dependencies, 'reconciliation' | 'provider' | 'clock'> &
  ReconciliationLimits & { readonly comparePayment: ComparePayment }) {
  return async (): Promise<number> => {
    const limit = Math.min(batch, provider.availablePermits());
    if (limit > 0) {
      const comparedBefore = addMilliseconds(clock(), -afterMs);
      const payments = await reconciliation.claim({ comparedBefore, limit });
      const causationId = newId();
      await Promise.all(
        payments.map((payment) =>
          comparePayment(payment, { correlationId: payment.correlationId, causationId }),
        ),
      );
    }
    // The next ones wait for the next interval, however many there are.
    return 0;
  };
}
