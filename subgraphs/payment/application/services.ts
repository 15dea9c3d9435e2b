import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import { paymentDecider } from '../domain/payment-decide.ts';
import { createAuthorizePayment } from './authorize-payment.ts';
import { createInFlightPayments } from './in-flight-payments.ts';
import { onBookingEvents } from './on-booking-events.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import { createOnProviderEvent } from './on-provider-event.ts';
import { onRoomEvents } from './on-room-events.ts';
import type { Dependencies, DuePayment, PaymentQueries, SettlementQueue } from './ports.ts';
import { createSettlePayment } from './settle-payment.ts';

type Surroundings = Pick<Dependencies, 'clock' | 'log'> & {
  readonly stores: Pick<Dependencies, 'payments' | 'rooms'> & {
    readonly settlementQueue: SettlementQueue;
    readonly queries: PaymentQueries;
  };
  readonly clients: Pick<Dependencies, 'provider'>;
};

export type PaymentServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clients, clock, log }: Surroundings) {
  const { payments, rooms, settlementQueue } = stores;
  const { provider } = clients;
  const handlePayment = createCommandHandler(payments, paymentDecider);
  const inFlight = createInFlightPayments();
  const dependencies: Dependencies = { handlePayment, payments, rooms, provider, inFlight, clock, log };
  return {
    ...stores,
    authorizePayment: createAuthorizePayment(dependencies),
    settlePayment: createSettlePayment(dependencies),
    /** Claims due payments. While the provider fails they stay due, and their attempts do not count up. */
    async claimDuePayments(limit: number): Promise<readonly DuePayment[]> {
      const permitted = Math.min(limit, provider.availablePermits());
      return permitted > 0 ? settlementQueue.claim(permitted) : [];
    },
    onProviderEvent: createOnProviderEvent(dependencies),
    reactions: [
      ...onRoomEvents(dependencies),
      ...onBookingEvents(dependencies),
      onCustomerErased(dependencies),
    ],
  };
}
