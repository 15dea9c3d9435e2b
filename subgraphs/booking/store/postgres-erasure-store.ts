import { newId } from '../../../platform/identifiers.ts';
import { newPseudonym } from '../../../platform/identity/pseudonym.ts';
import {
  deleteEvents,
  insertEvents,
  isWaiting,
  renameCustomer,
} from '../../../platform/postgres/event-log.ts';
import {
  liftStatementTimeout,
  type Pool,
  type PoolClient,
  transaction,
} from '../../../platform/postgres/pool.ts';
import { customerErased, MOST_ERASED_BOOKINGS } from '../../../schema/events/booking.ts';
import type { Erasure, ErasureStore, StartErasure } from '../application/ports.ts';

type ErasureRow = { id: string; version: number; customer_id: string; pseudonym: string };

/** The statuses of bookings that are not over. */
const AHEAD = "('REQUESTED', 'PAID', 'CONFIRMED')";

/**
 * Erasures in PostgreSQL: beginning one rewrites the customer's bookings and their events in the same
 * transaction.
 *
 * @param onStored called after each commit that stores events, to publish them
 */
export function createPostgresErasureStore(pool: Pool, onStored: () => void): ErasureStore {
  return {
    async remember(customerId) {
      await pool.query('INSERT INTO known_customers (id) VALUES ($1) ON CONFLICT DO NOTHING', [customerId]);
    },

    async start(command) {
      const started = await transaction(pool, (client) => start(client, command));
      if (started.kind === 'Started') onStored();
      return started;
    },

    async unfinished() {
      const { rows } = await pool.query<ErasureRow>(
        `SELECT id, version, customer_id, pseudonym FROM erasures
        WHERE finished_at IS NULL ORDER BY requested_at, id LIMIT 1`,
      );
      return rows.map(toErasure)[0];
    },

    isWaiting: ({ id }) => isWaiting(pool, id),

    async bookingsOf({ pseudonym }) {
      const { rows } = await pool.query<{ id: string }>('SELECT id FROM bookings WHERE customer_id = $1', [
        pseudonym,
      ]);
      return new Set(rows.map(({ id }) => id));
    },

    async repeat(erasure, at) {
      const version = await transaction(pool, (client) => announce(client, erasure, at));
      if (version === undefined) return undefined;
      onStored();
      return { ...erasure, version };
    },

    async finish({ id, version, customerId }, at) {
      await transaction(pool, async (client) => {
        const { rowCount: finished } = await client.query(
          `UPDATE erasures SET customer_id = NULL, finished_at = $3
          WHERE id = $1 AND version = $2 AND finished_at IS NULL`,
          [id, version, at],
        );
        if (!finished) return;
        await deleteEvents(client, id);
        await client.query('DELETE FROM known_customers WHERE id = $1', [customerId]);
      });
    },
  };
}

async function start(client: PoolClient, { customerId, at, cause }: StartErasure) {
  // Rewriting all that one customer has may take longer than a statement of a request may.
  await liftStatementTimeout(client);
  await client.query(
    "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.erasure.' || $1::text, 0))",
    [customerId],
  );
  const { rowCount: running } = await client.query('SELECT FROM erasures WHERE customer_id = $1', [
    customerId,
  ]);
  if (running) return { kind: 'Started', isKnown: true } as const;
  const { rows } = await client.query<{ ahead: number; known: boolean }>(
    `SELECT count(*) FILTER (WHERE status IN ${AHEAD}) AS ahead,
      count(*) > 0 OR EXISTS (SELECT FROM known_customers WHERE id = $1) AS known
    FROM bookings WHERE customer_id = $1`,
    [customerId],
  );
  const { ahead = 0, known = false } = rows[0] ?? {};
  if (ahead > 0) return { kind: 'HasBookings', bookingCount: ahead } as const;
  const erasure = { id: newId(), version: 0, customerId, pseudonym: newPseudonym() };
  await renameInBookings(client, erasure);
  await client.query(
    'INSERT INTO erasures (id, version, customer_id, pseudonym, requested_at) VALUES ($1, 0, $2, $3, $4)',
    [erasure.id, customerId, erasure.pseudonym, at],
  );
  await announce(client, erasure, at, cause.correlationId);
  return { kind: 'Started', isKnown: known } as const;
}

/** The reason that a customer has written for a cancellation is theirs and goes, too. */
async function renameInBookings(client: PoolClient, { customerId, pseudonym }: Erasure): Promise<void> {
  const { rows } = await client.query<{ id: string; theirs: boolean }>(
    `UPDATE bookings SET customer_id = $2,
      cancellation_reason = CASE WHEN cancelled_by = 'CUSTOMER' THEN NULL ELSE cancellation_reason END
    WHERE customer_id = $1 AND status NOT IN ${AHEAD}
    RETURNING id, cancelled_by IS NOT DISTINCT FROM 'CUSTOMER' AS theirs`,
    [customerId, pseudonym],
  );
  const ids = rows.map(({ id }) => id);
  await renameCustomer(client, ids, { customerId, pseudonym });
  await client.query(
    `UPDATE events SET data = jsonb_set(data, '{booking,cancellationReason}', 'null')
    WHERE aggregate_id = ANY ($1) AND jsonb_typeof(data #> '{booking,cancellationReason}') = 'string'`,
    [rows.filter(({ theirs }) => theirs).map(({ id }) => id)],
  );
}

/**
 * Publishes the erasure to the services: with all its bookings, which takes one event or several. Returns its
 * new version; undefined when it is finished, or has another version: then nothing is published.
 */
async function announce(
  client: PoolClient,
  { id, version, customerId, pseudonym }: Erasure,
  time: string,
  correlationId = id,
): Promise<number | undefined> {
  const { rows } = await client.query<{ id: string; room_id: string }>(
    'SELECT id, room_id FROM bookings WHERE customer_id = $1 ORDER BY id',
    [pseudonym],
  );
  const bookings = rows.map((row) => ({ id: row.id, room: { id: row.room_id } }));
  const parts = Math.max(1, Math.ceil(bookings.length / MOST_ERASED_BOOKINGS));
  const { rows: counted } = await client.query<{ version: number }>(
    `UPDATE erasures SET version = version + $3
    WHERE id = $1 AND version = $2 AND finished_at IS NULL RETURNING version`,
    [id, version, parts],
  );
  const last = counted[0]?.version;
  if (last === undefined) return undefined;
  await insertEvents(
    client,
    Array.from({ length: parts }, (_, part) => ({
      id: newId(),
      type: customerErased.type,
      aggregateId: id,
      version: last - parts + part + 1,
      time,
      cause: { correlationId, causationId: id },
      data: {
        customer: { id: customerId },
        pseudonym,
        bookings: bookings.slice(part * MOST_ERASED_BOOKINGS, (part + 1) * MOST_ERASED_BOOKINGS),
      },
    })),
  );
  return last;
}

function toErasure(row: ErasureRow): Erasure {
  return { id: row.id, version: row.version, customerId: row.customer_id, pseudonym: row.pseudonym };
}
