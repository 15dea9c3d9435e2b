import type { DisputeRecord, EventRecord, PaymentRecord, PaymentStatus, RefundRecord } from '../snapshot.ts';
import { collect, mapChunks } from './merge.ts';
import { type OpenSchema, readEvents, readSchema } from './postgres.ts';

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

/** Reads payments in chunks. @param clause what follows `FROM payments` */
export function readPayments(
  schema: OpenSchema,
  clause: string,
  values: readonly unknown[] = [],
): AsyncGenerator<readonly PaymentRecord[]> {
  const rows = schema.chunks<PaymentRow>(
    `SELECT id, booking_id, version, status, customer_id, amount, currency, requested_at, request_correlation_id,
      intent_id, wish, refunds, dispute, attempts FROM payments ${clause}`,
    values,
  );
  return mapChunks(rows, (row) => ({
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
  }));
}

/** Reads payment's events by their bookings; those of a payment that is missing by its id. */
export function readPaymentEvents(schema: OpenSchema): AsyncGenerator<readonly EventRecord[]> {
  const booking = 'coalesce(payments.booking_id, events.aggregate_id)';
  return readEvents(
    schema,
    'payment',
    `LEFT JOIN payments ON payments.id = events.aggregate_id ORDER BY ${booking}, events.aggregate_id, events.version`,
    { bookingId: booking },
  );
}

const SAMPLES = 64;

/** Instants that divide the times of the payments into equal shares. */
export async function sampleInstants(schema: OpenSchema): Promise<readonly string[]> {
  const rows = await schema.rows<{ instants: readonly string[] | null }>(
    `SELECT percentile_disc(ARRAY(SELECT share / ${SAMPLES}::float FROM generate_series(1, ${SAMPLES}) AS share))
      WITHIN GROUP (ORDER BY requested_at)::text[] AS instants FROM payments`,
  );
  return rows[0]?.instants ?? [];
}

/** Reads all payments and their events. @throws CannotRead */
export function readPayment(
  url: string,
): Promise<{ readonly payments: readonly PaymentRecord[]; readonly events: readonly EventRecord[] }> {
  return readSchema(url, 'payment', async (schema) => ({
    payments: await collect(readPayments(schema, '')),
    events: await collect(readEvents(schema, 'payment', '')),
  }));
}
