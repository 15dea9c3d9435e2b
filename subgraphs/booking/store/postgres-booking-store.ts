import {
  appendEvents,
  EXCLUSION_VIOLATION,
  markHandled,
  type Pool,
  type PoolClient,
  sqlState,
  transaction,
  UNIQUE_VIOLATION,
} from '../../../platform/postgres/index.ts';
import type { BookingStore } from '../application/ports.ts';
import { toMessages } from '../application/published-events.ts';
import { BOOKING_COLUMNS, type BookingRow, changingColumns, toBooking } from './booking-row.ts';

/**
 * Bookings in PostgreSQL: a row for what is, events for what happened, both in one transaction.
 *
 * @param onStored called after each commit that stored events, to have them published
 */
export function createPostgresBookingStore(pool: Pool, onStored: () => void): BookingStore {
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

    async hold(event, cause) {
      const { id, room, customerId, slot, price, requestedAt } = event.details;
      try {
        await transaction(pool, async (client) => {
          await lockRoom(client, room.id);
          await client.query({
            name: 'hold-slot',
            text: `INSERT INTO bookings
              (id, version, status, room_id, room_name, customer_id, slot, amount, currency, requested_at)
              VALUES ($1, 1, 'REQUESTED', $2, $3, $4, tstzrange($5, $6), $7, $8, $9)`,
            values: [
              id,
              room.id,
              room.name,
              customerId,
              slot.start,
              slot.end,
              price.amount,
              price.currency,
              requestedAt,
            ],
          });
          await appendEvents(client, {
            aggregateId: id,
            version: 0,
            messages: toMessages(undefined, [event]),
            cause,
          });
        });
      } catch (error) {
        if (sqlState(error) === EXCLUSION_VIOLATION) return 'slot-taken';
        if (sqlState(error) === UNIQUE_VIOLATION) return 'exists';
        throw error;
      }
      onStored();
      return 'held';
    },

    async append({ id, expectedVersion, before, events, after, cause, handles }) {
      const appended = await transaction(pool, async (client) => {
        if (handles !== undefined && !(await markHandled(client, handles))) return 'handled-before';
        if (events.length === 0 || !after) return 'appended';
        await lockRoom(client, after.room.id);
        const { rowCount } = await client.query({
          name: 'change-booking',
          text: `UPDATE bookings SET version = $3, status = $4, rejection_reason = $5, decline_code = $6,
              cancelled_at = $7, cancelled_by = $8, cancellation_reason = $9
            WHERE id = $1 AND version = $2`,
          values: [id, expectedVersion, expectedVersion + events.length, ...changingColumns(after)],
        });
        if (rowCount === 0) throw new Conflict();
        const messages = toMessages(before, events);
        await appendEvents(client, { aggregateId: id, version: expectedVersion, messages, cause });
        return 'appended';
      }).catch((error: unknown) => {
        if (error instanceof Conflict) return 'conflict' as const;
        throw error;
      });
      if (appended === 'appended' && events.length > 0) onStored();
      return appended;
    },
  };
}

/**
 * Lets one transaction at a time write bookings of a room. The constraint alone keeps bookings apart, but it checks a row
 * after writing it: two writers then wait for each other, and the database ends that only after a second, with an error.
 */
async function lockRoom(client: PoolClient, roomId: string): Promise<void> {
  await client.query({
    name: 'lock-room',
    text: "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.room.' || $1, 0))",
    values: [roomId],
  });
}

/** Rolls back the transaction of an append that came second. */
class Conflict extends Error {}
