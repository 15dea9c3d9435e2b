import type { Pool } from '../../../platform/postgres/index.ts';
import type { PaymentQueries, VisiblePayment } from '../application/ports.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './payment-row.ts';

/** Their outcome at the provider is known: before that, a payment is nothing that clients see. */
const VISIBLE = "status NOT IN ('REQUESTED', 'ABANDONED')";

/** The reading side, on the rows that the payment store keeps. */
export function createPostgresPaymentQueries(pool: Pool): PaymentQueries {
  /** Named, it is prepared once for each connection; lists with criteria are better planned anew. */
  async function payments(
    text: string,
    values: readonly unknown[],
    name?: string,
  ): Promise<readonly VisiblePayment[]> {
    const { rows } = await pool.query<PaymentRow>({
      ...(name ? { name } : {}),
      text: `SELECT ${PAYMENT_COLUMNS} FROM payments WHERE ${VISIBLE} AND ${text}`,
      values: [...values],
    });
    return rows.flatMap((row) => {
      const payment = toPayment(row);
      return payment.status === 'REQUESTED' || payment.status === 'ABANDONED' ? [] : [payment];
    });
  }

  return {
    byIds: (ids) => payments('id = ANY ($1)', [ids], 'payments-by-ids'),
    byBookings: (bookingIds) => payments('booking_id = ANY ($1)', [bookingIds], 'payments-by-bookings'),
    newest: ({ status }, { limit, after }) =>
      payments(
        '($1::text IS NULL OR status = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3',
        [status ?? null, after?.[0] ?? null, limit],
      ),
  };
}
