import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { paymentDecider } from '../domain/payment-decide.ts';
import { createAuthorizePayment } from './authorize-payment.ts';
import { createComparePayment } from './compare-payment.ts';
import { createConfirmAuthorization } from './confirm-authorization.ts';
import { createRetryRefund, createSettleRefund } from './given-up-refund.ts';
import { createInFlightPayments } from './in-flight-payments.ts';
import { onBookingEvents } from './on-booking-events.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import { createOnProviderEvent } from './on-provider-event.ts';
import { onRoomEvents } from './on-room-events.ts';
import type { Dependencies, DuePayment, SettlementQueue } from './ports.ts';
import { createReconcilePayments, type ReconciliationLimits } from './reconcile-payments.ts';
import { createSettlePayment } from './settle-payment.ts';

type Surroundings = Pick<Dependencies, 'clock' | 'log'> & {
  readonly stores: Pick<Dependencies, 'payments' | 'rooms' | 'queries' | 'reconciliation'> & {
    readonly settlementQueue: SettlementQueue;
    readonly idempotency: IdempotencyStore;
  };
  readonly clients: Pick<Dependencies, 'provider'>;
  readonly reconciliationLimits: ReconciliationLimits;
};

export type PaymentServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clients, clock, log, reconciliationLimits }: Surroundings) {
  const { payments, rooms, queries, reconciliation, settlementQueue } = stores;
  const { provider } = clients;
  const handlePayment = createCommandHandler(payments, paymentDecider);
  const inFlight = createInFlightPayments();
  const dependencies: Dependencies = {
    handlePayment,
    payments,
    rooms,
    queries,
    reconciliation,
    provider,
    inFlight,
    clock,
    log,
  };
  const comparePayment = createComparePayment(dependencies);
  return {
    ...stores,
    authorizePayment: createAuthorizePayment(dependencies),
    confirmAuthorization: createConfirmAuthorization(dependencies),
    settlePayment: createSettlePayment({ ...dependencies, comparePayment }),
    /** Claims due payments. While the provider fails they stay due, and their attempts do not count up. */
    async claimDuePayments(limit: number): Promise<readonly DuePayment[]> {
      const permitted = Math.min(limit, provider.availablePermits());
      return permitted > 0 ? settlementQueue.claim(permitted) : [];
    },
    retryRefund: createRetryRefund(dependencies),
    settleRefund: createSettleRefund(dependencies),
    reconcilePayments: createReconcilePayments({
      ...dependencies,
      comparePayment,
      ...reconciliationLimits,
    }),
    onProviderEvent: createOnProviderEvent({ ...dependencies, comparePayment }),
    reactions: [
      ...onRoomEvents(dependencies),
      ...onBookingEvents(dependencies),
      onCustomerErased(dependencies),
    ],
  };
}
