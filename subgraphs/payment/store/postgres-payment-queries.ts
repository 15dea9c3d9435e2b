import type { Pool } from '../../../platform/postgres/pool.ts';
import type { PaymentCriteria, PaymentQueries, VisiblePayment } from '../application/ports.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './payment-row.ts';

/**
 * Clients see a payment once the outcome of its authorisation is known. The condition equals the one of the
 * partial indexes, so that they are used.
 */
const VISIBLE = "status NOT IN ('REQUESTED', 'ABANDONED')";
const HOST = '(SELECT host_id FROM rooms WHERE rooms.id = payments.room_id) AS host_id';

/** The criteria as one condition on the parameters $1 to $4. A null parameter matches everything. */
const MATCHES = `${VISIBLE}
  AND ($1::text IS NULL OR status = $1)
  AND ($2::timestamptz IS NULL OR requested_at >= $2)
  AND ($3::timestamptz IS NULL OR requested_at < $3)
  AND ($4::text IS NULL OR room_id = ANY (ARRAY(SELECT id FROM rooms WHERE host_id = $4)))`;

function valuesOf({ status, from, to, hostId }: PaymentCriteria): readonly unknown[] {
  return [status, from, to, hostId].map((value) => value ?? null);
}

/** Reads the rows of the payment store for clients. */
export function createPostgresPaymentQueries(pool: Pool): PaymentQueries {
  /**
   * A named query is prepared once for each connection. Lists with criteria have no name, so that each is
   * planned anew.
   */
  async function payments(
    condition: string,
    values: readonly unknown[],
    name?: string,
  ): Promise<readonly VisiblePayment[]> {
    const { rows } = await pool.query<PaymentRow & { host_id: string | null }>({
      ...(name ? { name } : {}),
      text: `SELECT ${PAYMENT_COLUMNS}, ${HOST} FROM payments WHERE ${condition}`,
      values: [...values],
    });
    return rows.flatMap((row) => {
      const payment = toPayment(row);
      if (payment.status === 'REQUESTED' || payment.status === 'ABANDONED') return [];
      return [{ ...payment, hostId: row.host_id }];
    });
  }

  return {
    byIds: (ids) => payments(`${VISIBLE} AND id = ANY ($1)`, [ids], 'payments-by-ids'),
    byBookings: (bookingIds) =>
      payments(`${VISIBLE} AND booking_id = ANY ($1)`, [bookingIds], 'payments-by-bookings'),

    newest: (criteria, { limit, after }) =>
      payments(
        `${MATCHES} AND ($5::timestamptz IS NULL OR (requested_at, id) < ($5, $6::uuid))
         ORDER BY requested_at DESC, id DESC LIMIT $7`,
        [...valuesOf(criteria), after?.[0] ?? null, after?.[1] ?? null, limit],
      ),

    async count(criteria) {
      const { rows } = await pool.query<{ total: number }>(
        `SELECT count(*) AS total FROM payments WHERE ${MATCHES}`,
        [...valuesOf(criteria)],
      );
      return rows[0]?.total ?? 0;
    },
  };
}
