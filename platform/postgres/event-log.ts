import type { QueryResult } from 'pg';
import type { Cause } from '../decisions/cause.ts';
import type { Appended } from '../decisions/command-handler.ts';
import { newId } from '../identifiers.ts';
import type { Renaming } from '../identity/pseudonym.ts';
import type { CloudEvent, Message } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/publisher.ts';
import type { OutboxState } from '../messaging/relay.ts';
import type { Queryable } from './group-commit.ts';
import { type Pool, type PoolClient, violatedConstraint, withConnection } from './pool.ts';

/**
 * A statement that changes an aggregate's row, or none after a concurrent change, and returns the new
 * version.
 */
export type Change = {
  /** The name of the prepared statement. */
  readonly name: string;
  /** SQL that ends with `RETURNING version`. */
  readonly text: string;
  /**
   * A further statement on the same values, which runs with the change. It reads as `changed` what the change
   * has returned.
   */
  readonly also?: string;
  readonly values: readonly unknown[];
};

export type AppendEvents = {
  /** The change of the aggregate's row. */
  readonly change: Change;
  readonly aggregateId: string;
  readonly messages: readonly Message[];
  readonly cause: Cause;
  /** The incoming event that causes the change, if any: it is stored in its inbox in the same statement. */
  readonly handles?: Handled | undefined;
};

/** A handled event and the inbox table that stores it. */
export type Handled = { readonly table: keyof typeof HANDLED; readonly id: string };

/** The inbox tables: the column of the event's id and the constraint that refuses duplicates. */
export const HANDLED = {
  inbox: { column: 'event_id', key: 'inbox_pkey' },
  provider_events: { column: 'id', key: 'provider_events_pkey' },
} as const;

/**
 * Changes an aggregate's row and stores the resulting events in the log and the outbox, in one statement and
 * so in one transaction and one round trip (ADR 0012).
 *
 * @returns `conflict` after a concurrent change, `handled-before` for a duplicate of an incoming event
 */
export async function appendEvents(
  db: Queryable,
  { change, aggregateId, messages, cause, handles }: AppendEvents,
): Promise<Appended> {
  const values = [
    ...change.values,
    ...(handles ? [handles.id] : []),
    ...messages.flatMap(({ definition, data, time }) => [
      newId(),
      definition.type,
      JSON.stringify(data),
      time,
      aggregateId,
      cause.correlationId,
      cause.causationId,
      cause.traceparent ?? null,
    ]),
  ];
  try {
    const { rowCount } = await db.query({
      ...appendStatement(change, messages.length, handles?.table),
      values,
    });
    return rowCount === 1 ? 'appended' : 'conflict';
  } catch (error) {
    if (handles && violatedConstraint(error) === HANDLED[handles.table].key) return 'handled-before';
    throw error;
  }
}

const statements = new Map<string, { readonly name: string; readonly text: string }>();

/** The statement of a change, cached by the change's name, the number of events and the inbox table. */
function appendStatement(
  { name: changeName, text, also, values }: Change,
  events: number,
  table?: Handled['table'],
) {
  const name = `${changeName}/${events}${table ? `/${table}` : ''}`;
  const known = statements.get(name);
  if (known) return known;
  let last = values.length;
  const next = () => `$${++last}`;
  const parts = [`changed AS (${text})`, ...(also ? [`also AS (${also})`] : [])];
  if (table)
    parts.push(`handled AS (INSERT INTO ${table} (${HANDLED[table].column}) SELECT ${next()} FROM changed)`);
  if (events > 0) {
    const rows = Array.from({ length: events }, (_, index) => {
      const event = `${next()}::uuid, ${next()}, ${next()}::jsonb, ${next()}::timestamptz`;
      return `(${event}, ${next()}::uuid, ${next()}, ${next()}, ${next()}, ${index + 1 - events})`;
    });
    parts.push(
      `stored AS (
        INSERT INTO events (id, type, data, occurred_at, aggregate_id, correlation_id, causation_id, traceparent, version)
        SELECT id, type, data, occurred_at, aggregate_id, correlation_id, causation_id, traceparent, version + behind
        FROM changed, (VALUES ${rows.join(', ')}) AS new
          (id, type, data, occurred_at, aggregate_id, correlation_id, causation_id, traceparent, behind)
        ORDER BY behind
        RETURNING position)`,
      'waiting AS (INSERT INTO outbox (position) SELECT position FROM stored)',
    );
  }
  const statement = { name, text: `WITH ${parts.join(', ')} SELECT version FROM changed` };
  statements.set(name, statement);
  return statement;
}

/** Stores events in their order and returns their positions. `events` are the records of a JSON list. */
const insertFrom = (events: string) =>
  `INSERT INTO events (id, type, data, occurred_at, aggregate_id, version, correlation_id, causation_id, traceparent)
    SELECT new.id, type, data, "time", "aggregateId", new.version,
      cause->>'correlationId', cause->>'causationId', cause->>'traceparent'
    FROM ${events}
    ORDER BY index
    RETURNING position`;
const recordsIn = (parameter: string) =>
  `jsonb_to_recordset(${parameter}::jsonb) AS new (index integer, id uuid, type text, data jsonb, "time" timestamptz,
      "aggregateId" uuid, version integer, cause jsonb)`;
const INSERT_EVENTS = `WITH stored AS (${insertFrom(recordsIn('$1'))})
  INSERT INTO outbox (position) SELECT position FROM stored`;

function toRecords(events: readonly CloudEvent[]): string {
  return JSON.stringify(events.map((event, index) => ({ index, ...event })));
}

/**
 * Stores events in the log and the outbox, in their order and in the caller's transaction, which changes the
 * aggregates. For use cases that change many at once.
 */
export async function insertEvents(client: PoolClient, events: readonly CloudEvent[]): Promise<void> {
  await client.query({ name: 'insert-events', text: INSERT_EVENTS, values: [toRecords(events)] });
}

/**
 * Changes the rows of many aggregates and stores the events of those that it has changed, in one statement
 * and so in one transaction and one round trip.
 *
 * @param change SQL that ends with `RETURNING id`, a column of `changed` in `also`; it may leave rows as
 * they are
 * @returns the ids of the changed aggregates
 */
export async function appendEventsOfMany(
  db: Pool | PoolClient,
  { name, text, also, values }: Change,
  events: readonly CloudEvent[],
): Promise<ReadonlySet<string>> {
  const records = recordsIn(`$${values.length + 1}`);
  const { rows } = await db.query<{ id: string }>({
    name,
    text: `WITH changed AS (${text}), ${also ? `also AS (${also}),` : ''}
      stored AS (${insertFrom(`${records} JOIN changed ON changed.id = "aggregateId"`)}),
      waiting AS (INSERT INTO outbox (position) SELECT position FROM stored)
    SELECT id FROM changed`,
    values: [...values, toRecords(events)],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Stores a handled event without an effect in its inbox; `handled-before` for a duplicate. */
export async function markHandled(
  db: Pool | PoolClient,
  { table, id }: Handled,
): Promise<'appended' | 'handled-before'> {
  const { rowCount } = await db.query({
    name: `mark-handled/${table}`,
    text: `INSERT INTO ${table} (${HANDLED[table].column}) VALUES ($1) ON CONFLICT DO NOTHING`,
    values: [id],
  });
  return rowCount === 1 ? 'appended' : 'handled-before';
}

/**
 * Replaces a customer's id in the stored events of aggregates, published or not, where the event names the
 * customer as `"customer": {"id": …}`. What else an event says stays.
 */
export async function renameCustomer(
  client: PoolClient,
  aggregateIds: readonly string[],
  { customerId, pseudonym }: Renaming,
): Promise<void> {
  await client.query(
    `WITH renaming AS (
      SELECT format('"customer": {"id": %s}', to_json($2::text)) AS former,
        format('"customer": {"id": %s}', to_json($3::text)) AS new)
    UPDATE events SET data = replace(data::text, former, new)::jsonb
    FROM renaming WHERE aggregate_id = ANY ($1) AND position(former IN data::text) > 0`,
    [aggregateIds, customerId, pseudonym],
  );
}

/** Deletes the stored events of an aggregate, published or not. */
export async function deleteEvents(client: PoolClient, aggregateId: string): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM events WHERE aggregate_id = $1 RETURNING position)
    DELETE FROM outbox USING gone WHERE outbox.position = gone.position`,
    [aggregateId],
  );
}

/** Whether an event of an aggregate waits to be published. */
export async function isWaiting(pool: Pool, aggregateId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM outbox JOIN events USING (position) WHERE aggregate_id = $1 LIMIT 1',
    [aggregateId],
  );
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

/** Reads the events of aggregates, oldest first for each. */
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

/** The number of events of all aggregates. */
export async function countEvents(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ total: number }>('SELECT count(*) AS total FROM events');
  return rows[0]?.total ?? 0;
}

const BATCH = 500;

/** Reads all events that are not in the outbox, in batches, those of each aggregate in order. */
export async function* readPublished(pool: Pool): AsyncGenerator<readonly CloudEvent[]> {
  for (let position = 0; ; ) {
    const { rows } = await pool.query<EventRow>(
      `SELECT ${COLUMNS} FROM events WHERE position > $1
        AND NOT EXISTS (SELECT FROM outbox WHERE outbox.position = events.position)
      ORDER BY position LIMIT ${BATCH}`,
      [position],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toEvent);
    position = last.position;
  }
}

/** What waits in the outbox. */
export async function readOutbox(pool: Pool): Promise<OutboxState> {
  const { rows } = await pool.query<{ events: number; oldest: string | null }>(
    `SELECT (SELECT count(*) FROM outbox) AS events,
      (SELECT occurred_at FROM outbox JOIN events USING (position) ORDER BY position LIMIT 1) AS oldest`,
  );
  const { events = 0, oldest = null } = rows[0] ?? {};
  return { events, oldest };
}

/**
 * Publishes the oldest events of the outbox, deletes them from it, and returns their number. A lock keeps the
 * relays of other processes out, so that each aggregate's events are published in order. It takes two round
 * trips, each of several statements.
 */
export async function publishWaiting(pool: Pool, publish: Publish): Promise<number> {
  return withConnection(pool, async (client) => {
    const rows = await readWaiting(client);
    if (rows.length === 0) {
      await client.query('COMMIT');
      return 0;
    }
    await publish(rows.map(toEvent));
    // Numbers from the database, and so safe to interpolate.
    const positions = rows.map(({ position }) => position).join();
    await client.query(`DELETE FROM outbox WHERE position IN (${positions}); COMMIT`);
    return rows.length;
  });
}

/**
 * Begins a transaction, waits for the lock of the relay and returns the oldest events of the outbox.
 *
 * The events are looked up by their positions: for a join, the planner may read all events into a hash table.
 * The commit that takes them from the outbox does not wait for the disk: when it is lost, they are published
 * again under their ids.
 */
async function readWaiting(client: PoolClient): Promise<readonly EventRow[]> {
  const results: unknown = await client.query(`BEGIN; SET LOCAL synchronous_commit TO off;
    SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.relay'));
    SELECT ${COLUMNS} FROM events
      WHERE position = ANY (ARRAY(SELECT position FROM outbox ORDER BY position LIMIT ${BATCH})) ORDER BY position`);
  // The client returns one result per statement; its types know a single one.
  const [, , , waiting] = results as readonly [unknown, unknown, unknown, QueryResult<EventRow>];
  return waiting.rows;
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
