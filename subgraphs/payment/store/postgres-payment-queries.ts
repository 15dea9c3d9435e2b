import type { Pool } from '../../../platform/postgres/pool.ts';
import type { PaymentQueries, VisiblePayment } from '../application/ports.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './payment-row.ts';

/** Clients see a payment once the outcome of its authorisation is known. */
const VISIBLE = "status NOT IN ('REQUESTED', 'ABANDONED')";

/** Reads the rows of the payment store for clients. */
export function createPostgresPaymentQueries(pool: Pool): PaymentQueries {
  /**
   * A named query is prepared once for each connection. Lists with criteria have no name, so that each is
   * planned anew.
   */
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
