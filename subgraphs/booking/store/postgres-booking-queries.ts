import type { Instant } from '../../../platform/decisions/values.ts';
import type { Due } from '../../../platform/due.ts';
import { readHistory } from '../../../platform/postgres/event-log.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import * as published from '../../../schema/events/booking.ts';
import type { BookingQueries, PendingBookings } from '../application/ports.ts';
import { type BookingStatus, bookingAt } from '../domain/booking.ts';
import type { Slot } from '../domain/slot.ts';
import { availableRoomsStatement, countAvailableRoomsStatement } from './available-rooms.ts';
import {
  countStatement,
  countsStatement,
  type ListStatement,
  pageStatement,
  pagesStatement,
} from './booking-lists.ts';
import {
  BOOKING_COLUMNS,
  type BookingRow,
  IS_DECLINED,
  lastHeld,
  runningIn,
  toBooking,
} from './booking-row.ts';

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

/**
 * The slots of $1, rooms, that are held in the interval from $2 to $3. The first may have begun before it.
 */
const HELD_SLOTS = `SELECT room_id, slots.start, slots."end" FROM unnest($1::uuid[]) AS wanted (room)
  CROSS JOIN LATERAL (
    SELECT room_id, lower(slot) AS start, upper(slot) AS "end" FROM bookings
    WHERE room_id = room AND holds AND upper(slot) > $2 AND lower(slot) < $3
      AND lower(slot) >= COALESCE((${lastHeld('lower(slot)', { roomId: 'room', begins: '< $2' })}), $2)
  ) AS slots ORDER BY slots.start`;

/** The bookings under way; one whose customer has to act has an `expires_at` and is not late. $1: seconds. */
const PENDING = `SELECT status, count(id) AS count,
    COALESCE(extract(epoch FROM now() - min(requested_at) FILTER (WHERE expires_at IS NULL)), 0)::float8 AS oldest_age,
    count(id) FILTER (WHERE expires_at IS NULL AND requested_at < now() - make_interval(secs => $1)) AS overdue
  FROM (VALUES ('REQUESTED'), ('PAID')) AS wanted (status)
    LEFT JOIN (pending_bookings JOIN bookings ON id = booking_id) USING (status)
  GROUP BY status`;

type PendingRow = Omit<PendingBookings, 'oldestAgeSeconds'> & { readonly oldest_age: number };

/** Queries on the rows of the booking store. */
export function createPostgresBookingQueries(pool: Pool): BookingQueries {
  /** A named query is prepared once for each connection. */
  async function bookings(text: string, values: readonly unknown[], at: Instant, name: string) {
    const { rows } = await pool.query<BookingRow>({ name, text, values: [...values] });
    return rows.map((row) => bookingAt(toBooking(row), at));
  }

  /** Reads a list, which needs a plan of its own unless it has a name. */
  async function list<Row extends object>({ values, ...statement }: ListStatement): Promise<readonly Row[]> {
    return (await pool.query<Row>({ ...statement, values: [...values] })).rows;
  }

  async function ids(text: string, values: readonly unknown[], name?: string): Promise<readonly string[]> {
    const { rows } = await pool.query<{ id: string }>({
      ...(name ? { name } : {}),
      text,
      values: [...values],
    });
    return rows.map((row) => row.id);
  }

  async function count(statement: ListStatement): Promise<number> {
    return (await list<{ total: number }>(statement))[0]?.total ?? 0;
  }

  return {
    byIds: (bookingIds, at) =>
      bookings(
        `SELECT ${BOOKING_COLUMNS} FROM bookings WHERE id = ANY ($1)`,
        [bookingIds],
        at,
        'bookings-by-ids',
      ),

    async page(criteria, wanted, at) {
      const rows = await list<BookingRow>(pageStatement(criteria, wanted, at));
      return rows.map((row) => bookingAt(toBooking(row), at));
    },

    async pages(owner, ids, wanted, at) {
      const rows = await list<BookingRow & { place: number }>(pagesStatement(owner, ids, wanted, at));
      const byPlace = Map.groupBy(rows, ({ place }) => place);
      return ids.map((_, index) =>
        (byPlace.get(index + 1) ?? []).map((row) => bookingAt(toBooking(row), at)),
      );
    },

    count: (criteria, at) => count(countStatement(criteria, at)),

    async counts(owner, ids, criteria, at) {
      const rows = await list<{ owner: string; total: number }>(countsStatement(owner, ids, criteria, at));
      return new Map(rows.map((row) => [row.owner, row.total]));
    },

    current: (roomIds, at) =>
      bookings(
        `SELECT running.* FROM unnest($1::uuid[]) AS wanted (room)
        CROSS JOIN LATERAL (${runningIn('room', '$2::timestamptz')}) AS running`,
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
      const { rows } = await pool.query<Slot & { room_id: string }>({
        name: 'held-slots',
        text: HELD_SLOTS,
        values: [roomIds, start, end],
      });
      const byRoom = Map.groupBy(rows, ({ room_id }) => room_id);
      return new Map(
        [...byRoom].map(([id, held]) => [id, held.map((slot) => ({ start: slot.start, end: slot.end }))]),
      );
    },

    async availableRooms(criteria, page) {
      const rows = await list<{ id: string }>(availableRoomsStatement(criteria, page));
      return rows.map(({ id }) => id);
    },
    countAvailableRooms: (criteria) => count(countAvailableRoomsStatement(criteria)),
    async ofFormerHosts(roomId, limit) {
      const { rows } = await pool.query<{ id: string; host_id: string | null }>({
        name: 'bookings-of-former-hosts',
        text: `SELECT bookings.id, rooms.host_id FROM bookings JOIN rooms ON rooms.id = room_id
          WHERE room_id = $1 AND stage = 'OPEN'
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
        text: `SELECT id, upper(slot) AS "dueAt" FROM bookings
          WHERE stage = 'OPEN' AND status = 'CONFIRMED' AND upper(slot) <= $1
          ORDER BY upper(slot) LIMIT $2`,
        values: [at, limit],
      });
      return rows;
    },

    finishedOf: (customerId, at) =>
      ids(
        `SELECT id FROM bookings
        WHERE customer_id = $1 AND stage = 'OPEN' AND status = 'CONFIRMED' AND upper(slot) <= $2 ORDER BY id`,
        [customerId, at],
      ),

    async pending(overdueAfterMs) {
      const { rows } = await pool.query<PendingRow>({
        name: 'pending-bookings',
        text: PENDING,
        values: [overdueAfterMs / 1_000],
      });
      return rows.map(({ oldest_age: oldestAgeSeconds, ...row }) => ({ ...row, oldestAgeSeconds }));
    },

    overdueHolds: ({ at, requestedBefore }, limit) =>
      ids(
        `SELECT id FROM pending_bookings JOIN bookings ON id = booking_id WHERE status = 'REQUESTED'
           AND CASE WHEN expires_at IS NULL THEN requested_at < $1 ELSE expires_at <= $2 END
         ORDER BY requested_at LIMIT $3`,
        [requestedBefore, at, limit],
        'overdue-holds',
      ),
  };
}
