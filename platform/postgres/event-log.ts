import { newId } from '../identifiers.ts';
import type { Cause, CloudEvent, Message } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/index.ts';
import { type Pool, type PoolClient, transaction } from './pool.ts';

export type AppendEvents = {
  readonly aggregateId: string;
  /** The aggregate's version before these events. */
  readonly version: number;
  readonly messages: readonly Message[];
  readonly cause: Cause;
};

/** Stores events as part of the caller's transaction, in one statement. */
export async function appendEvents(client: PoolClient, append: AppendEvents): Promise<void> {
  const { aggregateId, version, messages, cause } = append;
  if (messages.length === 0) return;
  await client.query({
    name: 'append-events',
    text: `INSERT INTO events (id, type, aggregate_id, version, data, occurred_at, correlation_id, causation_id, traceparent)
      SELECT id, type, $1, $2 + ordinal, data, occurred_at, $3, $4, $5
      FROM unnest($6::uuid[], $7::text[], $8::jsonb[], $9::timestamptz[])
        WITH ORDINALITY AS new (id, type, data, occurred_at, ordinal)
      ORDER BY ordinal`,
    values: [
      aggregateId,
      version,
      cause.correlationId,
      cause.causationId,
      cause.traceparent ?? null,
      messages.map(() => newId()),
      messages.map(({ definition }) => definition.type),
      messages.map(({ data }) => JSON.stringify(data)),
      messages.map(({ time }) => time),
    ],
  });
}

/** Remembers a handled event as part of the caller's transaction; false when it was handled before. */
export async function markHandled(client: PoolClient, eventId: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'mark-handled',
    text: 'INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING',
    values: [eventId],
  });
  return rowCount === 1;
}

type EventRow = {
  position: number;
  id: string;
  type: string;
  aggregate_id: string;
  version: number;
  data: unknown;
  occurred_at: string;
  correlation_id: string;
  causation_id: string;
  traceparent: string | null;
};

const COLUMNS =
  'position, id, type, aggregate_id, version, data, occurred_at, correlation_id, causation_id, traceparent';

/** What happened to aggregates, oldest first for each. */
export async function readHistory(
  pool: Pool,
  aggregateIds: readonly string[],
): Promise<readonly CloudEvent[]> {
  const { rows } = await pool.query<EventRow>(
    `SELECT ${COLUMNS} FROM events WHERE aggregate_id = ANY ($1) ORDER BY aggregate_id, version`,
    [aggregateIds],
  );
  return rows.map(toEvent);
}

const BATCH = 500;

/** All events that were published, in batches, those of each aggregate in order; what waits is left to the relay. */
export async function* readPublished(pool: Pool): AsyncGenerator<readonly CloudEvent[]> {
  for (let position = 0; ; ) {
    const { rows } = await pool.query<EventRow>(
      `SELECT ${COLUMNS} FROM events WHERE published AND position > $1 ORDER BY position LIMIT ${BATCH}`,
      [position],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toEvent);
    position = last.position;
  }
}

/**
 * Publishes the oldest events that wait, marks them, and returns their number. Relays of other processes wait at the
 * lock, so that each aggregate's events go out in order.
 */
export async function publishWaiting(pool: Pool, publish: Publish): Promise<number> {
  return transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.relay'))");
    const { rows } = await client.query<EventRow>({
      name: 'waiting-events',
      text: `SELECT ${COLUMNS} FROM events WHERE NOT published ORDER BY position LIMIT ${BATCH}`,
    });
    if (rows.length === 0) return 0;
    await publish(rows.map(toEvent));
    await client.query({
      name: 'mark-published',
      text: 'UPDATE events SET published = true WHERE position = ANY ($1)',
      values: [rows.map((row) => row.position)],
    });
    return rows.length;
  });
}

function toEvent(row: EventRow): CloudEvent {
  return {
    id: row.id,
    type: row.type,
    aggregateId: row.aggregate_id,
    version: row.version,
    time: row.occurred_at,
    cause: {
      correlationId: row.correlation_id,
      causationId: row.causation_id,
      ...(row.traceparent ? { traceparent: row.traceparent } : {}),
    },
    data: row.data,
  };
}
