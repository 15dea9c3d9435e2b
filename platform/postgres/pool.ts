import { DatabaseError, Pool, type PoolClient, types } from 'pg';
import type { Logger } from '../telemetry/logger.ts';

export type { Pool, PoolClient };

export type PoolOptions = {
  readonly url: string;
  /** The schema that holds this service's tables: services may share a database without seeing each other. */
  readonly schema: string;
  readonly log: Logger;
  readonly max?: number;
};

const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of a request takes this long; a transaction that stops in the middle must not hold its locks. */
const STATEMENT_TIMEOUT_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

/** Instants come as RFC 3339 UTC text, as everywhere in this system; counts fit a double. */
const parsers = {
  getTypeParser(id: number, format?: 'text' | 'binary') {
    if (id === types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    if (id === types.builtins.INT8) return Number;
    return types.getTypeParser(id, format);
  },
};

export function createPool({ url, schema, log, max = 10 }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: `-c search_path=${schema},public`,
    application_name: schema,
    types: parsers,
  });
  // An idle connection that breaks is replaced at the next use.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  return pool;
}

/** Runs work in one transaction: committed when it resolves, rolled back when it throws. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return lend(pool, async (client) => {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/** Lends a connection to work that begins and ends its transactions itself; one that is open when it throws is rolled back. */
export async function lend<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that is cut between two statements says so only here; unheard, that would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** The SQLSTATE of a database error, such as `23P01`; undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The constraint that a statement would have violated; undefined for other errors. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.constraint : undefined;
}

export const UNIQUE_VIOLATION = '23505';
export const EXCLUSION_VIOLATION = '23P01';
