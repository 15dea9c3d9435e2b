import { readHistory } from '../../../platform/postgres/event-log.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import type { BookingCriteria, BookingQueries } from '../application/ports.ts';
import type { Slot } from '../domain/slot.ts';
import { BOOKING_COLUMNS, type BookingRow, toBooking } from './booking-row.ts';

/**
 * A booking holds its slot. The condition equals the one of the exclusion constraint, so that its index is
 * used.
 */
const HOLDS = "status NOT IN ('REJECTED', 'CANCELLED')";

/** The criteria as one condition on the parameters $1 to $6. A null parameter matches everything. */
const MATCHES = `($1::uuid IS NULL OR room_id = $1)
  AND ($2::text IS NULL OR customer_id = $2)
  AND ($3::text IS NULL OR status = $3)
  AND ($4::timestamptz IS NULL OR upper(slot) > $4)
  AND ($5::timestamptz IS NULL OR lower(slot) < $5)
  AND ($6::text IS NULL OR customer_id = $6 OR ${HOLDS})`;

function valuesOf({ roomId, customerId, status, from, to, visibleTo }: BookingCriteria) {
  return [roomId, customerId, status, from, to, visibleTo].map((value) => value ?? null);
}

/** Queries on the rows of the booking store. */
export function createPostgresBookingQueries(pool: Pool): BookingQueries {
  /** A named query is prepared once per connection. Lists with criteria need a plan of their own. */
  async function bookings(text: string, values: readonly unknown[], name?: string) {
    const { rows } = await pool.query<BookingRow>({
      ...(name ? { name } : {}),
      text: `SELECT ${BOOKING_COLUMNS} FROM bookings ${text}`,
      values: [...values],
    });
    return rows.map(toBooking);
  }

  async function ids(text: string, values: readonly unknown[], name?: string): Promise<readonly string[]> {
    const { rows } = await pool.query<{ id: string }>({
      ...(name ? { name } : {}),
      text,
      values: [...values],
    });
    return rows.map((row) => row.id);
  }

  return {
    byIds: (bookingIds) => bookings('WHERE id = ANY ($1)', [bookingIds], 'bookings-by-ids'),

    newest: (criteria, { limit, after }) =>
      bookings(`WHERE ${MATCHES} AND ($7::uuid IS NULL OR id < $7) ORDER BY id DESC LIMIT $8`, [
        ...valuesOf(criteria),
        after?.[0] ?? null,
        limit,
      ]),

    byStart: (criteria, { limit, after }) =>
      bookings(
        `WHERE ${MATCHES} AND ($7::timestamptz IS NULL OR (lower(slot), id) > ($7, $8::uuid))
         ORDER BY lower(slot), id LIMIT $9`,
        [...valuesOf(criteria), after?.[0] ?? null, after?.[1] ?? null, limit],
      ),

    current: (roomIds, at) =>
      bookings(
        `WHERE room_id = ANY ($1) AND slot @> $2::timestamptz AND status = 'CONFIRMED'`,
        [roomIds, at],
        'current-bookings',
      ),

    async hasBegun(customerId, roomId, at) {
      const { rowCount } = await pool.query({
        name: 'begun-booking',
        text: `SELECT FROM bookings WHERE room_id = $2 AND customer_id = $1 AND lower(slot) <= $3
          AND status IN ('CONFIRMED', 'COMPLETED') LIMIT 1`,
        values: [customerId, roomId, at],
      });
      return rowCount === 1;
    },

    async heldSlots(roomId, { start, end }) {
      const { rows } = await pool.query<Slot>(
        `SELECT lower(slot) AS start, upper(slot) AS "end" FROM bookings
         WHERE room_id = $1 AND slot && tstzrange($2, $3) AND ${HOLDS} ORDER BY slot`,
        [roomId, start, end],
      );
      return rows;
    },

    async availableRooms({ slot, minCapacity }, { limit, after }) {
      const free = `NOT closed AND NOT deleted AND capacity >= $1 AND NOT EXISTS (
        SELECT FROM bookings WHERE room_id = rooms.id AND slot && tstzrange($2, $3) AND ${HOLDS})`;
      const values = [minCapacity, slot.start, slot.end];
      const [roomIds, counted] = await Promise.all([
        ids(`SELECT id FROM rooms WHERE ${free} AND ($4::uuid IS NULL OR id > $4) ORDER BY id LIMIT $5`, [
          ...values,
          after?.[0] ?? null,
          limit,
        ]),
        pool.query<{ total: number }>(`SELECT count(*) AS total FROM rooms WHERE ${free}`, values),
      ]);
      return { roomIds, total: counted.rows[0]?.total ?? 0 };
    },

    async histories(bookingIds) {
      const byBooking = Map.groupBy(await readHistory(pool, bookingIds), (event) => event.aggregateId);
      return new Map(
        [...byBooking].map(([id, events]) => [
          id,
          events.map(({ type, time, cause }) => ({
            // Shows meetingroom.booking.paid.v1 as booking.paid.
            type: type.split('.').slice(1, 3).join('.'),
            at: time,
            correlationId: cause.correlationId,
          })),
        ]),
      );
    },

    finishedBy: (at, limit) =>
      ids(
        `SELECT id FROM bookings WHERE status = 'CONFIRMED' AND upper(slot) <= $1 ORDER BY upper(slot) LIMIT $2`,
        [at, limit],
        'finished-bookings',
      ),

    requestedBefore: (at, limit) =>
      ids(
        `SELECT id FROM bookings WHERE status = 'REQUESTED' AND requested_at < $1 ORDER BY requested_at LIMIT $2`,
        [at, limit],
        'stale-holds',
      ),
  };
}
