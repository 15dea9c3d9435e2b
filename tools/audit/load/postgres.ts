import type { QueryResultRow } from 'pg';
import { createPool, liftStatementTimeout, type Pool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { CannotRead, readStoreOrThrow, storeName } from '../cannot-read.ts';
import type { ClaimRecord, EventRecord, Service } from '../snapshot.ts';
import { mapChunks } from './merge.ts';

/** The services that have a schema. */
type Schema = Service | 'view';

/** A service's schema, read in one snapshot of the database. */
export type OpenSchema = {
  /** The rows of a query in chunks, without holding more of them. @throws CannotRead */
  chunks<Row extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): AsyncGenerator<readonly Row[]>;
  /** All rows of a query, for few of them. @throws CannotRead */
  rows<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
};

const CHUNK = 500;
/** A reading takes as long as it takes; its cursors are read to their ends. */
const SETTINGS = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
  SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL cursor_tuple_fraction = 1;
  SET LOCAL work_mem = '64MB'`;

/**
 * Opens a service's schema. What is read shows the state after the first statement, here or in `locks`.
 *
 * @param locks tables that are locked before the snapshot is taken
 * @throws CannotRead
 */
export async function openSchema(
  url: string,
  service: Schema,
  locks: readonly string[] = [],
): Promise<OpenSchema> {
  const name = storeName(`${service}’s PostgreSQL`, url);
  const pool = await readStoreOrThrow(name, () => findPool(url, service));
  const client = await readStoreOrThrow(name, () => pool.connect());
  // Without a listener, a connection that breaks between two statements would end the process. The next
  // statement fails.
  client.on('error', () => undefined);
  const query = <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    readStoreOrThrow(name, () => client.query<Row>(text, [...values]));
  let cursors = 0;

  const schema: OpenSchema = {
    async *chunks<Row extends QueryResultRow>(text: string, values?: readonly unknown[]) {
      cursors += 1;
      const cursor = `cursor_${cursors}`;
      await query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values);
      for (;;) {
        const { rows } = await query<Row>(`FETCH ${CHUNK} FROM ${cursor}`);
        if (rows.length > 0) yield rows;
        if (rows.length < CHUNK) break;
      }
      await query(`CLOSE ${cursor}`);
    },
    rows: async <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) =>
      (await query<Row>(text, values)).rows,
    async close() {
      // The transaction has only read: it ends with its connection.
      client.release(true);
      await pool.end();
    },
  };
  try {
    await query('BEGIN');
    await query(SETTINGS);
    await readStoreOrThrow(name, () => liftStatementTimeout(client));
    if (locks.length > 0) await query(`LOCK TABLE ${locks.join()} IN ACCESS SHARE MODE`);
    await query('SELECT');
    return schema;
  } catch (error) {
    await schema.close();
    throw error;
  }
}

/** Reads a service's schema in one snapshot of the database. @throws CannotRead */
export async function readSchema<T>(
  url: string,
  service: Schema,
  read: (schema: OpenSchema) => Promise<T>,
): Promise<T> {
  const schema = await openSchema(url, service);
  try {
    return await read(schema);
  } finally {
    await schema.close();
  }
}

async function findPool(url: string, service: Schema): Promise<Pool> {
  const pool = (await open(url, service)) ?? (await open(inDatabase(url, service), service));
  if (pool) return pool;
  throw new CannotRead(
    `${storeName(`${service}’s PostgreSQL`, url)} has no schema ${service}: was it ever started?`,
  );
}

/** Returns undefined if the database or the schema does not exist. */
async function open(url: string, schema: Schema): Promise<Pool | undefined> {
  const pool = createPool({ url, schema, log: createLogger('audit', 'silent'), max: 1 });
  try {
    const { rowCount } = await pool.query('SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = $2', [
      schema,
      'events',
    ]);
    if (rowCount === 1) return pool;
  } catch (error) {
    await pool.end();
    if (isUnknownDatabase(error)) return undefined;
    throw error;
  }
  await pool.end();
  return undefined;
}

/** The embedded server has one database per service; elsewhere one database may contain all schemas. */
function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function isUnknownDatabase(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '3D000';
}

type EventRow = {
  id: string;
  type: string;
  aggregate_id: string;
  version: number;
  occurred_at: string;
  correlation_id: string;
  causation_id: string;
  published: boolean;
  bookingId: string | null;
  customerId: string | null;
  tells: string | null;
};

/** What else is read of events, as expressions on their columns. */
export type EventDetails = Partial<Record<'bookingId' | 'customerId' | 'tells', string>>;

/**
 * Reads events in chunks.
 *
 * @param clause what follows `FROM events`: joins, conditions, the order
 */
export function readEvents(
  schema: OpenSchema,
  service: Service,
  clause: string,
  { bookingId = 'NULL', customerId = 'NULL', tells = 'NULL' }: EventDetails = {},
  values: readonly unknown[] = [],
): AsyncGenerator<readonly EventRecord[]> {
  const rows = schema.chunks<EventRow>(
    `SELECT ${bookingId} AS "bookingId", ${customerId} AS "customerId", ${tells} AS tells, events.id, events.type,
        events.aggregate_id, events.version, events.occurred_at, events.correlation_id, events.causation_id,
        NOT EXISTS (SELECT FROM outbox WHERE outbox.position = events.position) AS published
      FROM events ${clause}`,
    values,
  );
  return mapChunks(rows, (row) => ({
    service,
    id: row.id,
    type: row.type,
    aggregateId: row.aggregate_id,
    version: row.version,
    at: row.occurred_at,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    published: row.published,
    ...(row.bookingId === null ? {} : { bookingId: row.bookingId }),
    ...(row.customerId === null ? {} : { customerId: row.customerId }),
    ...(row.tells === null ? {} : { tells: row.tells }),
  }));
}

/** Reads the idempotency keys without an outcome. @param condition a further one, such as `AND …` */
export function readClaims(
  schema: OpenSchema,
  service: Service,
  condition = '',
  values: readonly unknown[] = [],
): AsyncGenerator<readonly ClaimRecord[]> {
  const rows = schema.chunks<{ command_id: string; claimed_at: string }>(
    `SELECT command_id, claimed_at FROM idempotency_keys WHERE outcome IS NULL ${condition}`,
    values,
  );
  return mapChunks(rows, (row) => ({ service, commandId: row.command_id, claimedAt: row.claimed_at }));
}
