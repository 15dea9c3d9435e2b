import type { Pool } from '../../../platform/postgres/pool.ts';
import { createSharedRead } from '../../../platform/shared-read.ts';
import type { PaymentCriteria, PaymentQueries, VisiblePayment } from '../application/ports.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './payment-row.ts';

/**
 * Clients see a payment once the outcome of its authorisation is known. The condition equals the one of the
 * partial indexes, so that they are used.
 */
const VISIBLE = "status NOT IN ('REQUESTED', 'ABANDONED')";
const HOST = '(SELECT host_id FROM rooms WHERE rooms.id = payments.room_id) AS host_id';

/**
 * The criteria except the host as one condition on the parameters $1 to $3. A null parameter matches
 * everything.
 */
const MATCHES = `${VISIBLE}
  AND ($1::text IS NULL OR status = $1)
  AND ($2::timestamptz IS NULL OR requested_at >= $2)
  AND ($3::timestamptz IS NULL OR requested_at < $3)`;
const NEWEST = 'ORDER BY requested_at DESC, id DESC LIMIT $6';
/** What follows WHERE in the query for a page. $4 and $5 are the cursor's keys, $6 is the limit. */
const PAGE = `${MATCHES} AND ($4::timestamptz IS NULL OR (requested_at, id) < ($4, $5::uuid)) ${NEWEST}`;

function valuesOf({ status, from, to }: PaymentCriteria): readonly unknown[] {
  return [status, from, to].map((value) => value ?? null);
}

/** Reads the rows of the payment store for clients. */
export function createPostgresPaymentQueries(pool: Pool): PaymentQueries {
  /**
   * A named query is prepared once for each connection. Lists with criteria have no name, so that each is
   * planned anew.
   *
   * @param from what follows FROM; a table named `payments`
   */
  async function payments(
    from: string,
    values: readonly unknown[],
    name?: string,
  ): Promise<readonly VisiblePayment[]> {
    const { rows } = await pool.query<PaymentRow & { host_id: string | null }>({
      ...(name ? { name } : {}),
      text: `SELECT ${PAYMENT_COLUMNS}, ${HOST} FROM ${from}`,
      values: [...values],
    });
    return rows.flatMap((row) => {
      const payment = toPayment(row);
      if (payment.status === 'REQUESTED' || payment.status === 'ABANDONED') return [];
      return [{ ...payment, hostId: row.host_id }];
    });
  }

  /**
   * The payments whose column has one of the keys. A single key has a statement of its own: one for any
   * number of keys is planned anew each time.
   */
  function having(column: 'id' | 'booking_id', keys: readonly string[]): Promise<readonly VisiblePayment[]> {
    const [key, ...others] = keys;
    return others.length === 0
      ? payments(`payments WHERE ${VISIBLE} AND ${column} = $1`, [key], `payment-by-${column}`)
      : payments(`payments WHERE ${VISIBLE} AND ${column} = ANY ($1)`, [keys], `payments-by-${column}`);
  }

  return {
    byIds: (ids) => having('id', ids),
    byBookings: createSharedRead(
      async (bookingIds) =>
        new Map((await having('booking_id', bookingIds)).map((payment) => [payment.bookingId, payment])),
    ),

    async newest(criteria, { limit, after }) {
      const values = [...valuesOf(criteria), after?.[0] ?? null, after?.[1] ?? null, limit];
      if (criteria.hostId === undefined) return payments(`payments WHERE ${PAGE}`, values);
      // One page of each room: the payments of all others are not read, however few these are.
      return payments(
        `(SELECT id AS own_room FROM rooms WHERE host_id = $7) AS own
         CROSS JOIN LATERAL (SELECT * FROM payments WHERE room_id = own_room AND ${PAGE}) AS payments ${NEWEST}`,
        [...values, criteria.hostId],
      );
    },

    async count(criteria) {
      const { rows } = await pool.query<{ total: number }>(
        `SELECT count(*) AS total FROM payments WHERE ${MATCHES}
          AND ($4::text IS NULL OR room_id = ANY (ARRAY(SELECT id FROM rooms WHERE host_id = $4)))`,
        [...valuesOf(criteria), criteria.hostId ?? null],
      );
      return rows[0]?.total ?? 0;
    },
  };
}
