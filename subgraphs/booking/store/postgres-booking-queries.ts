import type { Instant } from '../../../platform/decisions/values.ts';
import type { Due } from '../../../platform/due.ts';
import { readHistory } from '../../../platform/postgres/event-log.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import * as published from '../../../schema/events/booking.ts';
import type {
  BookingCriteria,
  BookingOwner,
  BookingPage,
  BookingQueries,
  Direction,
  RoomCriteria,
} from '../application/ports.ts';
import { type BookingStatus, bookingAt } from '../domain/booking.ts';
import { LONGEST_SLOT_MS, type Slot } from '../domain/slot.ts';
import { BOOKING_COLUMNS, type BookingRow, HOLDS, IS_DECLINED, statusAt, toBooking } from './booking-row.ts';

/** The stored events that a history shows: those that lead to a status. */
const SHOWN: ReadonlyMap<string, BookingStatus> = new Map([
  [published.bookingRequested.type, 'REQUESTED'],
  [published.bookingPaid.type, 'PAID'],
  [published.bookingConfirmed.type, 'CONFIRMED'],
  [published.bookingRejected.type, 'REJECTED'],
  [published.bookingCancelled.type, 'CANCELLED'],
  [published.bookingCompleted.type, 'COMPLETED'],
]);

/** Why a booking was cancelled, by the stored event. */
function reasonIn(data: unknown): string | null {
  return published.bookingCancelled.data.parse(data).booking.cancellationReason;
}

/** No slot is longer, so that its end tells where an index on the starts of slots is read from. */
const LONGEST_SLOT = `interval '${LONGEST_SLOT_MS} milliseconds'`;

/** The criteria as one condition on the parameters $1 to $9. A null parameter matches everything. */
const MATCHES = `($1::uuid IS NULL OR room_id = $1)
  AND ($2::text IS NULL OR customer_id = $2)
  AND ($3::text[] IS NULL OR ${statusAt('$8')} = ANY ($3))
  AND ($4::timestamptz IS NULL OR upper(slot) > $4 AND lower(slot) > $4 - ${LONGEST_SLOT})
  AND ($5::timestamptz IS NULL OR lower(slot) < $5)
  AND ($6::text IS NULL OR room_id IN (SELECT id FROM rooms WHERE host_id = $6))
  AND ($7::text IS NULL OR customer_id = $7 OR ${HOLDS})
  AND ($9::timestamptz IS NULL OR upper(slot) <= $9 AND lower(slot) < $9)`;

function valuesOf(
  { roomId, customerId, statuses, from, to, hostId, visibleTo, endedBy }: BookingCriteria,
  at: Instant,
) {
  return [roomId, customerId, statuses, from, to, hostId, visibleTo, at, endedBy].map(
    (value) => value ?? null,
  );
}

/** What compares an item that comes after a cursor with the cursor. */
const AFTER: Readonly<Record<Direction, string>> = { ASC: '>', DESC: '<' };

/**
 * A page as what to add to the criteria: its condition on $10 and $11, the keys of its cursor, its order, and
 * its limit, which is $12.
 */
const PAGES: Readonly<
  Record<BookingPage['by'], (direction: Direction) => { readonly after: string; readonly order: string }>
> = {
  REQUEST: (direction) => ({
    after: `$10::timestamptz IS NULL AND ($11::uuid IS NULL OR id ${AFTER[direction]} $11)`,
    order: `id ${direction}`,
  }),
  START: (direction) => ({
    after: `($10::timestamptz IS NULL OR (lower(slot), id) ${AFTER[direction]} ($10, $11::uuid))`,
    order: `lower(slot) ${direction}, id ${direction}`,
  }),
};

function valuesOfPage({ by, page: { after, limit } }: BookingPage) {
  const [start, id] = by === 'START' ? (after ?? []) : [null, after?.[0]];
  return [start ?? null, id ?? null, limit];
}

/** The column by which bookings belong to an owner, and its type. */
const OWNERS: Readonly<Record<BookingOwner, readonly [column: string, type: string]>> = {
  ROOM: ['room_id', 'uuid'],
  CUSTOMER: ['customer_id', 'text'],
};

/** The criteria for rooms as one condition on $1 to $11. A null parameter matches everything. */
const AVAILABLE = `NOT closed AND NOT deleted
  AND NOT EXISTS (SELECT FROM bookings WHERE room_id = rooms.id AND slot && tstzrange($1, $2) AND ${HOLDS})
  AND ($3::text IS NULL OR host_id = $3)
  AND ($4::boolean IS NULL OR $4 = EXISTS (
    SELECT FROM bookings WHERE room_id = rooms.id AND slot @> $5::timestamptz AND status = 'CONFIRMED'))
  AND ($6::integer IS NULL OR capacity >= $6)
  AND ($7::text IS NULL OR strpos(folded_location, $7) > 0)
  AND ($8::text IS NULL OR strpos(folded_name, $8) > 0)
  AND ($9::bigint IS NULL OR amount <= $9 AND currency = $10)
  AND ($11::text[] IS NULL
    OR COALESCE((SELECT names FROM room_supplies WHERE room_id = rooms.id), '{}') @> $11)`;

function roomValuesOf({ slot, hostId, occupied, minCapacity, ...criteria }: RoomCriteria) {
  const { location, nameContains, maxHourlyRate, supplies } = criteria;
  return [
    slot.start,
    slot.end,
    hostId,
    occupied?.is,
    occupied?.at,
    minCapacity,
    location,
    nameContains,
    maxHourlyRate?.amount,
    maxHourlyRate?.currency,
    supplies,
  ].map((value) => value ?? null);
}

/** Queries on the rows of the booking store. */
export function createPostgresBookingQueries(pool: Pool): BookingQueries {
  /** A named query is prepared once per connection. Lists with criteria need a plan of their own. */
  async function bookings(text: string, values: readonly unknown[], at: Instant, name?: string) {
    const { rows } = await pool.query<BookingRow>({
      ...(name ? { name } : {}),
      text: `SELECT ${BOOKING_COLUMNS} FROM bookings ${text}`,
      values: [...values],
    });
    return rows.map((row) => bookingAt(toBooking(row), at));
  }

  async function ids(text: string, values: readonly unknown[], name?: string): Promise<readonly string[]> {
    const { rows } = await pool.query<{ id: string }>({
      ...(name ? { name } : {}),
      text,
      values: [...values],
    });
    return rows.map((row) => row.id);
  }

  async function count(text: string, values: readonly unknown[]): Promise<number> {
    const { rows } = await pool.query<{ total: number }>(`SELECT count(*) AS total FROM ${text}`, [
      ...values,
    ]);
    return rows[0]?.total ?? 0;
  }

  return {
    byIds: (bookingIds, at) => bookings('WHERE id = ANY ($1)', [bookingIds], at, 'bookings-by-ids'),

    page(criteria, wanted, at) {
      const { after, order } = PAGES[wanted.by](wanted.direction);
      return bookings(
        `WHERE ${MATCHES} AND ${after} ORDER BY ${order} LIMIT $12`,
        [...valuesOf(criteria, at), ...valuesOfPage(wanted)],
        at,
      );
    },

    async pages(owner, ids, { criteria, page }, at) {
      const [column, type] = OWNERS[owner];
      const { after, order } = PAGES[page.by](page.direction);
      const { rows } = await pool.query<BookingRow & { place: number }>({
        text: `SELECT place, booking.* FROM unnest($13::${type}[]) WITH ORDINALITY AS wanted (owner, place)
         CROSS JOIN LATERAL (
           SELECT ${BOOKING_COLUMNS}, row_number() OVER (ORDER BY ${order}) AS rank FROM bookings
           WHERE ${column} = owner AND ${MATCHES} AND ${after} ORDER BY ${order} LIMIT $12
         ) AS booking ORDER BY place, rank`,
        values: [...valuesOf(criteria, at), ...valuesOfPage(page), ids],
      });
      const byPlace = Map.groupBy(rows, ({ place }) => place);
      return ids.map((_, index) =>
        (byPlace.get(index + 1) ?? []).map((row) => bookingAt(toBooking(row), at)),
      );
    },

    count: (criteria, at) => count(`bookings WHERE ${MATCHES}`, valuesOf(criteria, at)),

    async counts(owner, ids, criteria, at) {
      const [column] = OWNERS[owner];
      const { rows } = await pool.query<{ owner: string; total: number }>(
        `SELECT ${column} AS owner, count(*) AS total FROM bookings
         WHERE ${column} = ANY ($10) AND ${MATCHES} GROUP BY ${column}`,
        [...valuesOf(criteria, at), ids],
      );
      return new Map(rows.map((row) => [row.owner, row.total]));
    },

    current: (roomIds, at) =>
      bookings(
        `WHERE room_id = ANY ($1) AND slot @> $2::timestamptz AND status = 'CONFIRMED'`,
        [roomIds, at],
        at,
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

    async declinedAt(customerId, limit) {
      const { rows } = await pool.query<{ requested_at: string }>({
        name: 'declined-payments',
        text: `SELECT requested_at FROM bookings
          WHERE customer_id = $1 AND ${IS_DECLINED}
          ORDER BY requested_at DESC LIMIT $2`,
        values: [customerId, limit],
      });
      return rows.map(({ requested_at: at }) => at);
    },

    async heldSlots(roomIds, { start, end }) {
      const { rows } = await pool.query<Slot & { room_id: string }>(
        `SELECT room_id, lower(slot) AS start, upper(slot) AS "end" FROM bookings
         WHERE room_id = ANY ($1) AND slot && tstzrange($2, $3) AND ${HOLDS} ORDER BY slot`,
        [roomIds, start, end],
      );
      const byRoom = Map.groupBy(rows, ({ room_id }) => room_id);
      return new Map(
        [...byRoom].map(([id, held]) => [id, held.map((slot) => ({ start: slot.start, end: slot.end }))]),
      );
    },

    availableRooms: (criteria, { limit, after }) =>
      ids(
        `SELECT id FROM rooms WHERE ${AVAILABLE} AND ($12::uuid IS NULL OR id > $12) ORDER BY id LIMIT $13`,
        [...roomValuesOf(criteria), after?.[0] ?? null, limit],
      ),

    countAvailableRooms: (criteria) => count(`rooms WHERE ${AVAILABLE}`, roomValuesOf(criteria)),

    async ofFormerHosts(roomId, limit) {
      const { rows } = await pool.query<{ id: string; host_id: string | null }>({
        name: 'bookings-of-former-hosts',
        text: `SELECT bookings.id, rooms.host_id FROM bookings JOIN rooms ON rooms.id = room_id
          WHERE room_id = $1 AND status IN ('REQUESTED', 'PAID', 'CONFIRMED')
            AND bookings.host_id IS DISTINCT FROM rooms.host_id
          ORDER BY bookings.id LIMIT $2`,
        values: [roomId, limit],
      });
      return rows.map(({ id, host_id }) => ({ id, hostId: host_id }));
    },

    async histories(bookingIds) {
      const byBooking = Map.groupBy(await readHistory(pool, bookingIds), (event) => event.aggregateId);
      return new Map(
        [...byBooking].map(([id, events]) => [
          id,
          events.flatMap(({ type, time, data, cause }) => {
            const shown = SHOWN.get(type);
            if (!shown) return [];
            const reason = shown === 'CANCELLED' ? reasonIn(data) : null;
            return { type: shown, at: time, reason, correlationId: cause.correlationId };
          }),
        ]),
      );
    },

    async finishedBy(at, limit) {
      const { rows } = await pool.query<Due>({
        name: 'finished-bookings',
        text: `SELECT id, upper(slot) AS "dueAt" FROM bookings WHERE status = 'CONFIRMED' AND upper(slot) <= $1
          ORDER BY upper(slot) LIMIT $2`,
        values: [at, limit],
      });
      return rows;
    },

    finishedOf: (customerId, at) =>
      ids(
        `SELECT id FROM bookings WHERE customer_id = $1 AND status = 'CONFIRMED' AND upper(slot) <= $2
        ORDER BY id`,
        [customerId, at],
      ),

    overdueHolds: ({ at, requestedBefore }, limit) =>
      ids(
        `SELECT id FROM bookings WHERE status = 'REQUESTED'
           AND CASE WHEN expires_at IS NULL THEN requested_at < $1 ELSE expires_at <= $2 END
         ORDER BY requested_at LIMIT $3`,
        [requestedBefore, at, limit],
        'overdue-holds',
      ),
  };
}
