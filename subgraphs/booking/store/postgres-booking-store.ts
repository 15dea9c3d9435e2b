import { LRUCache } from 'lru-cache';
import type { Loaded } from '../../../platform/decisions/command-handler.ts';
import { errorCode } from '../../../platform/errors.ts';
import { messagesOf } from '../../../platform/messaging/event.ts';
import { appendEvents, markHandled } from '../../../platform/postgres/event-log.ts';
import { type Commits, eachAlone } from '../../../platform/postgres/group-commit.ts';
import { EXCLUSION_VIOLATION, type Pool, UNIQUE_VIOLATION } from '../../../platform/postgres/pool.ts';
import type { BookingStore, DeclineLimit } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { BookingState } from '../domain/booking.ts';
import {
  BOOKING_COLUMNS,
  type BookingRow,
  changingColumns,
  HOLDS,
  IS_DECLINED,
  toBooking,
} from './booking-row.ts';

/** How many recently stored bookings are cached: enough for those between hold and confirmation. */
const REMEMBERED = 2_000;

/**
 * Locks a room, so that one transaction at a time writes its bookings. The constraint alone would suffice for
 * correctness, but it checks a row after writing it: two writers then wait for each other until the deadlock
 * detection ends one of them after a second.
 */
const lockOf = (roomId: string) =>
  `pg_advisory_xact_lock(hashtextextended(current_schema() || '.room.' || ${roomId}, 0))`;

/** The declined payments of a customer after an instant, at most some. */
const declined = (customer: string, after: string, most: string) =>
  `SELECT FROM bookings
    WHERE customer_id = ${customer}::text AND ${IS_DECLINED} AND requested_at > ${after}
    LIMIT ${most}::integer`;

/** A slot that is taken is seen before anything is locked or written; the constraint decides a race. */
const HOLD = `WITH room AS MATERIALIZED (
    SELECT ${lockOf('$2::text')} WHERE NOT EXISTS (
      SELECT FROM bookings
      WHERE room_id = $2::text::uuid AND slot && tstzrange($6, $7) AND ${HOLDS} AND id <> $1))
  INSERT INTO bookings
    (id, version, status, room_id, room_name, host_id, customer_id, slot, amount, currency, requested_at)
  SELECT $1, 1, 'REQUESTED', $2::text::uuid, $3, $4, $5::text, tstzrange($6, $7), $8, $9, $10 FROM room
  WHERE $12::integer > (SELECT count(*) FROM (${declined('$5', '$11', '$12')}) AS declined)
  RETURNING version`;

/** More than a customer can have. */
const UNLIMITED: DeclineLimit = { most: 2 ** 31 - 1, after: new Date(0).toISOString() };

const CHANGE = `WITH room AS MATERIALIZED (SELECT ${lockOf('$13::text')})
  UPDATE bookings SET version = $3, status = $4, rejection_reason = $5, decline_code = $6,
    cancelled_at = $7, cancelled_by = $8, cancellation_reason = $9, host_id = $10, action = $11, expires_at = $12
  FROM room WHERE id = $1 AND version = $2
  RETURNING version`;

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
          change: { name: 'hold-slot', text: HOLD, values },
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
        change: { name: 'change-booking', text: CHANGE, values },
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
  };
}
