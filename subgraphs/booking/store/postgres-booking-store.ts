import { LRUCache } from 'lru-cache';
import type { Loaded } from '../../../platform/decisions/command-handler.ts';
import { errorCode } from '../../../platform/errors.ts';
import { newId } from '../../../platform/identifiers.ts';
import { type CloudEvent, messagesOf } from '../../../platform/messaging/event.ts';
import { appendEvents, appendEventsOfMany, markHandled } from '../../../platform/postgres/event-log.ts';
import { type Commits, eachAlone } from '../../../platform/postgres/group-commit.ts';
import { EXCLUSION_VIOLATION, type Pool, UNIQUE_VIOLATION } from '../../../platform/postgres/pool.ts';
import type { BookingStore, DeclineLimit } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { BookingState } from '../domain/booking.ts';
import {
  BOOKING_COLUMNS,
  type BookingRow,
  changingColumns,
  changingRow,
  IS_DECLINED,
  isPending,
  lastHeld,
  toBooking,
} from './booking-row.ts';

/** How many recently stored bookings are cached: enough for those between hold and confirmation. */
const REMEMBERED = 2_000;

/**
 * Locks a room, so that one transaction at a time writes its bookings. The constraint alone would suffice for
 * correctness, but it checks a row after writing it: two writers then wait for each other until the deadlock
 * detection ends one of them after a second.
 */
const lockOf = (roomId: string) => `pg_advisory_xact_lock(${keyOf(roomId)})`;
function keyOf(roomId: string): string {
  return `hashtextextended(current_schema() || '.room.' || ${roomId}, 0)`;
}

/** The declined payments of a customer after an instant, at most some. */
const declined = (customer: string, after: string, most: string) =>
  `SELECT FROM bookings
    WHERE customer_id = ${customer}::text AND ${IS_DECLINED} AND requested_at > ${after}
    LIMIT ${most}::integer`;

/** A slot that is taken is seen before anything is locked or written; the constraint decides a race. */
const HOLD = `WITH room AS MATERIALIZED (
    SELECT ${lockOf('$2::text')} WHERE NOT EXISTS (
      SELECT FROM (${lastHeld('upper(slot) AS held_until', { roomId: '$2::text::uuid', begins: '< $7', other: '$1' })})
        AS last WHERE held_until > $6))
  INSERT INTO bookings
    (id, version, status, room_id, room_name, host_id, customer_id, slot, amount, currency, requested_at)
  SELECT $1, 1, 'REQUESTED', $2::text::uuid, $3, $4, $5::text, tstzrange($6, $7), $8, $9, $10 FROM room
  WHERE $12::integer > (SELECT count(*) FROM (${declined('$5', '$11', '$12')}) AS declined)
  RETURNING version`;
const PENDING = 'INSERT INTO pending_bookings SELECT $1, $2::text::uuid, $5::text FROM changed';

/** More than a customer can have. */
const UNLIMITED: DeclineLimit = { most: 2 ** 31 - 1, after: new Date(0).toISOString() };

const CHANGE = `WITH room AS MATERIALIZED (SELECT ${lockOf('$13::text')})
  UPDATE bookings SET version = $3, status = $4, rejection_reason = $5, decline_code = $6,
    cancelled_at = $7, cancelled_by = $8, cancellation_reason = $9, host_id = $10, action = $11, expires_at = $12
  FROM room WHERE id = $1 AND version = $2
  RETURNING version`;
/**
 * The changes of $1, bookings as a JSON list. It passes over those of rooms that are locked: nobody waits.
 */
const CHANGE_ALL = `WITH free AS MATERIALIZED (
    SELECT * FROM jsonb_populate_recordset(NULL::bookings, $1::jsonb)
    WHERE pg_try_advisory_xact_lock(${keyOf('room_id::text')}))
  UPDATE bookings SET version = free.version, status = free.status, rejection_reason = free.rejection_reason,
    decline_code = free.decline_code, cancelled_at = free.cancelled_at, cancelled_by = free.cancelled_by,
    cancellation_reason = free.cancellation_reason, host_id = free.host_id, action = free.action,
    expires_at = free.expires_at
  FROM free JOIN unnest($2::uuid[], $3::integer[]) AS expected (id, version) ON expected.id = free.id
  WHERE bookings.id = free.id AND bookings.version = expected.version
  RETURNING bookings.id, bookings.status`;
const ALL_SETTLED = `DELETE FROM pending_bookings USING changed
  WHERE booking_id = changed.id AND changed.status NOT IN ('REQUESTED', 'PAID')`;
const SETTLED = 'DELETE FROM pending_bookings WHERE booking_id = $1 AND EXISTS (SELECT FROM changed)';

/**
 * Bookings in PostgreSQL: one statement stores the row with the state and its events.
 *
 * @param onStored called after each commit that stores events, to publish them
 */
export function createPostgresBookingStore(
  pool: Pool,
  onStored: () => void,
  commits: Commits = eachAlone(pool),
): BookingStore {
  const stored = new LRUCache<string, Loaded<BookingState>>({ max: REMEMBERED });

  async function hasTooMany(customerId: string, { most, after }: DeclineLimit): Promise<boolean> {
    const { rowCount } = await pool.query({
      name: 'count-declined',
      text: declined('$1', '$2', '$3'),
      values: [customerId, after, most],
    });
    return rowCount === most;
  }

  return {
    async load(id) {
      const { rows } = await pool.query<BookingRow>({
        name: 'load-booking',
        text: `SELECT ${BOOKING_COLUMNS} FROM bookings WHERE id = $1`,
        values: [id],
      });
      const row = rows[0];
      return row ? { state: toBooking(row), version: row.version } : { state: undefined, version: 0 };
    },

    async loadAll(ids) {
      const { rows } = await pool.query<BookingRow>({
        name: 'load-bookings',
        text: `SELECT ${BOOKING_COLUMNS} FROM bookings WHERE id = ANY ($1)`,
        values: [ids],
      });
      return new Map(rows.map((row) => [row.id, { state: toBooking(row), version: row.version }]));
    },

    recall: (id) => stored.get(id),

    async hold(requested, cause, limit = UNLIMITED) {
      const after = requested.at(-1)?.after;
      if (!after) throw new Error('A hold needs the event that requests the booking');
      const { id, room, customerId, slot, price, requestedAt } = after;
      const { start, end } = slot;
      const { amount, currency } = price;
      const of = [id, room.id, room.name, room.hostId, customerId];
      const values = [...of, start, end, amount, currency, requestedAt, limit.after, limit.most];
      try {
        const appended = await appendEvents(commits.locking(room.id), {
          change: { name: 'hold-slot', text: HOLD, values, also: PENDING },
          aggregateId: id,
          messages: messagesOf(requested, toMessage),
          cause,
        });
        if (appended !== 'appended')
          return (await hasTooMany(customerId, limit)) ? 'too-many-declines' : 'slot-taken';
      } catch (error) {
        if (errorCode(error) === EXCLUSION_VIOLATION) return 'slot-taken';
        if (errorCode(error) === UNIQUE_VIOLATION) return 'exists';
        throw error;
      }
      stored.set(id, { state: after, version: 1 });
      onStored();
      return 'held';
    },

    async hasHandled(id, commandId) {
      const { rowCount } = await pool.query(
        'SELECT FROM events WHERE aggregate_id = $1 AND causation_id = $2 LIMIT 1',
        [id, commandId],
      );
      return rowCount === 1;
    },

    async append({ id, expectedVersion, transitions, cause, handles }) {
      const after = transitions.at(-1)?.after;
      const handled = handles === undefined ? undefined : ({ table: 'inbox', id: handles } as const);
      if (!after) return handled ? markHandled(pool, handled) : 'appended';
      const version = expectedVersion + transitions.length;
      const values = [id, expectedVersion, version, ...changingColumns(after), after.room.id];
      const appended = await appendEvents(commits.locking(after.room.id), {
        change: isPending(after)
          ? { name: 'change-booking', text: CHANGE, values }
          : { name: 'settle-booking', text: CHANGE, values, also: SETTLED },
        aggregateId: id,
        messages: messagesOf(transitions, toMessage),
        cause,
        handles: handled,
      });
      if (appended !== 'appended') return appended;
      stored.set(id, { state: after, version });
      onStored();
      return 'appended';
    },

    async appendAll(appends) {
      const changed = appends.map(({ id, expectedVersion, transitions, cause }) => {
        const after = transitions.at(-1)?.after;
        if (!after) throw new Error('A batch changes each of its bookings');
        const version = expectedVersion + transitions.length;
        const events = messagesOf(transitions, toMessage).map(
          ({ definition: { type }, data, time }, index, all): CloudEvent => ({
            id: newId(),
            type,
            aggregateId: id,
            version: version - all.length + index + 1,
            time,
            cause,
            data,
          }),
        );
        return { after, version, expectedVersion, events };
      });
      const ids = await appendEventsOfMany(
        pool,
        {
          name: 'change-bookings',
          text: CHANGE_ALL,
          also: ALL_SETTLED,
          values: [
            JSON.stringify(changed.map(({ after, version }) => ({ version, ...changingRow(after) }))),
            changed.map(({ after }) => after.id),
            changed.map(({ expectedVersion }) => expectedVersion),
          ],
        },
        changed.flatMap(({ events }) => events),
      );
      for (const { after, version } of changed)
        if (ids.has(after.id)) stored.set(after.id, { state: after, version });
      if (ids.size > 0) onStored();
      return ids;
    },
  };
}
