import type {
  ClaimRecord,
  DisputeRecord,
  EventRecord,
  PaymentRecord,
  PaymentStatus,
  RefundRecord,
} from '../snapshot.ts';
import { readClaims, readEvents, readSchema } from './postgres.ts';

type PaymentRow = {
  id: string;
  booking_id: string;
  version: number;
  status: PaymentStatus;
  customer_id: string;
  amount: number;
  currency: string;
  requested_at: string;
  request_correlation_id: string;
  intent_id: string | null;
  wish: string | null;
  refunds: readonly (Omit<RefundRecord, 'origin'> & Partial<Pick<RefundRecord, 'origin'>>)[];
  dispute: DisputeRecord | null;
  attempts: number;
};

export type PaymentStore = {
  readonly payments: readonly PaymentRecord[];
  readonly events: readonly EventRecord[];
  readonly claims: readonly ClaimRecord[];
};

/** Reads payment's store. @throws CannotRead */
export function readPayment(url: string): Promise<PaymentStore> {
  return readSchema(url, 'payment', async (client) => {
    const { rows } = await client.query<PaymentRow>(
      `SELECT id, booking_id, version, status, customer_id, amount, currency, requested_at, request_correlation_id,
        intent_id, wish, refunds, dispute, attempts FROM payments`,
    );
    const events = await readEvents(client, 'payment');
    return {
      payments: rows.map((row) => ({
        id: row.id,
        bookingId: row.booking_id,
        version: row.version,
        status: row.status,
        customerId: row.customer_id,
        amount: { amount: row.amount, currency: row.currency },
        requestedAt: row.requested_at,
        correlationId: row.request_correlation_id,
        intentId: row.intent_id,
        wish: row.wish,
        // Refunds from before there were others have no origin.
        refunds: row.refunds.map((refund) => ({ origin: 'SERVICE' as const, ...refund })),
        dispute: row.dispute,
        attempts: row.attempts,
      })),
      events,
      claims: await readClaims(client, 'payment'),
    };
  });
}
