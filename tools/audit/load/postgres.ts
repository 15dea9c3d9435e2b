import { createPool, type Pool, type PoolClient, transaction } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { CannotRead, readStoreOrThrow, storeName } from '../cannot-read.ts';
import type { ClaimRecord, EventRecord, Service } from '../snapshot.ts';

/** The services that have a schema. */
type Schema = Service | 'view';

/** Runs read-only queries on a service's schema in one snapshot of the database. */
export async function readSchema<T>(
  url: string,
  service: Schema,
  read: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return readStoreOrThrow(storeName(`${service}’s PostgreSQL`, url), async () => {
    const pool = (await open(url, service)) ?? (await open(inDatabase(url, service), service));
    if (!pool)
      throw new CannotRead(
        `${storeName(`${service}’s PostgreSQL`, url)} has no schema ${service}: was it ever started?`,
      );
    try {
      return await transaction(pool, async (client) => {
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
        return read(client);
      });
    } finally {
      await pool.end();
    }
  });
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
  customerId: string | null;
  tells: string | null;
};

/** @param details what else is read of the events, as expressions on their `data` */
export async function readEvents(
  client: PoolClient,
  service: Service,
  { customerId = 'NULL', tells = 'NULL' }: Partial<Record<'customerId' | 'tells', string>> = {},
): Promise<readonly EventRecord[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT ${customerId} AS "customerId", ${tells} AS tells, id, type, aggregate_id, version, occurred_at, correlation_id, causation_id,
        NOT EXISTS (SELECT FROM outbox WHERE outbox.position = events.position) AS published
      FROM events`,
  );
  return rows.map((row) => ({
    service,
    id: row.id,
    type: row.type,
    aggregateId: row.aggregate_id,
    version: row.version,
    at: row.occurred_at,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    published: row.published,
    ...(row.customerId === null ? {} : { customerId: row.customerId }),
    ...(row.tells === null ? {} : { tells: row.tells }),
  }));
}

export async function readClaims(client: PoolClient, service: Service): Promise<readonly ClaimRecord[]> {
  const { rows } = await client.query<{ command_id: string; claimed_at: string }>(
    'SELECT command_id, claimed_at FROM idempotency_keys WHERE outcome IS NULL',
  );
  return rows.map((row) => ({ service, commandId: row.command_id, claimedAt: row.claimed_at }));
}
