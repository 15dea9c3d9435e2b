import type { Socket } from 'node:net';
import { type Client, DatabaseError, Pool, type PoolClient, types } from 'pg';
import { errorCode } from '../errors.ts';
import { outsideOperations, readForOperation } from '../operations/operation.ts';
import type { Logger } from '../telemetry/logger.ts';
import { inSpan } from '../telemetry/tracing.ts';
import { statementSpan, TRANSACTION_SPAN } from './spans.ts';

export type { Pool, PoolClient };

export type PoolOptions = {
  readonly url: string;
  /** The schema of the service's tables, so that services can share a database. */
  readonly schema: string;
  readonly log: Logger;
  readonly max?: number;
  /** How long the server may be silent about a statement, in milliseconds; 15 s without it. */
  readonly silenceLimitMs?: number;
};

/** The connections of a service's pool. */
export const POOL_SIZE = 10;

const CONNECT_TIMEOUT_MS = 5_000;
/** Longer than the pause of idle loops: otherwise each of their rounds would log in again. */
const IDLE_TIMEOUT_MS = 30_000;
/**
 * Above the time of any statement of a request. An idle transaction is terminated, so that it releases its
 * locks.
 */
const STATEMENT_TIMEOUT_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

/** Reads timestamps as RFC 3339 text in UTC, and counts as numbers (they fit a double). */
const parsers = {
  getTypeParser(id: number, format?: 'text' | 'binary') {
    if (id === types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    if (id === types.builtins.INT8) return Number;
    return types.getTypeParser(id, format);
  },
};

/** How soon the server notices that a statement's connection has been closed, in milliseconds. */
const CONNECTION_CHECK_MS = 500;

/**
 * How long the server may be silent about a statement: longer than it lets one run. A server that has lost
 * its power or its network ends no connection, and TCP alone gives up after a quarter of an hour.
 */
const SILENCE_LIMIT_MS = 15_000;
/** After this time without traffic, TCP asks whether the other side is still there. */
const KEEP_ALIVE_MS = 10_000;

/** Clients whose statements may take any time, until they are released. */
const unlimited = new WeakSet<PoolClient>();

/**
 * Opens a pool. A statement that a GraphQL query sends with `query` is a read of its operation: it waits for
 * its turn, and ends with the operation.
 */
export function createPool({
  url,
  schema,
  log,
  max = POOL_SIZE,
  silenceLimitMs = SILENCE_LIMIT_MS,
}: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: `-c search_path=${schema},public -c client_connection_check_interval=${CONNECTION_CHECK_MS}`,
    application_name: schema,
    types: parsers,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  pool.on('connect', (client) => breakWhenSilent(client, silenceLimitMs));
  pool.on('release', (_error, client) => unlimited.delete(client));
  // The pool replaces an idle connection that breaks.
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection was lost'));
  return Object.assign(pool, { query: queryWithin(pool) });
}

/** Breaks a connection whose statement gets no answer: its work fails, and the pool opens another one. */
function breakWhenSilent(client: PoolClient, limitMs: number): void {
  const { connection } = client as PoolClient & Pick<Client, 'connection'>;
  const stream = connection.stream as Socket;
  let answered = stream.bytesWritten;
  connection.on('readyForQuery', () => {
    answered = stream.bytesWritten;
  });
  stream.setTimeout(limitMs);
  stream.on('timeout', () => {
    if (stream.bytesWritten === answered || unlimited.has(client)) return;
    stream.destroy(new Silent(`PostgreSQL has not answered for ${limitMs / 1_000} s`));
  });
}

/** The server may be gone, and may have executed the statement. */
class Silent extends Error {
  override readonly name = 'Silent';
  readonly code = 'ETIMEDOUT';
}

/** Lets the following statements of a transaction take any time. */
export async function liftStatementTimeout(client: PoolClient): Promise<void> {
  unlimited.add(client);
  await client.query('SET LOCAL statement_timeout = 0');
}

type Rows = { readonly rowCount: number | null };
type Query = (...statement: readonly unknown[]) => Promise<Rows>;

/** The pool's own `query`, as a read of the operation that is being executed. */
function queryWithin(pool: Pool): Query {
  // One of its overloads; the arguments are passed on as they are.
  const send = pool.query.bind(pool) as Query;
  return (...statement) =>
    inSpan(
      () => statementSpan(statement[0]),
      () =>
        readForOperation(
          (signal) => (signal ? queryUntil(pool, signal, statement) : send(...statement)),
          ({ rowCount }) => rowCount ?? 0,
        ),
    );
}

/** Sends a statement. When the signal aborts, its connection is closed, and the server cancels it. */
async function queryUntil(pool: Pool, signal: AbortSignal, statement: readonly unknown[]): Promise<Rows> {
  const client = await pool.connect();
  const close = () => release(new Error('The operation has ended'));
  let isReleased = false;
  function release(error?: Error): void {
    if (isReleased) return;
    isReleased = true;
    client.off('error', release);
    signal.removeEventListener('abort', close);
    client.release(error);
  }
  client.on('error', release);
  signal.addEventListener('abort', close);
  try {
    signal.throwIfAborted();
    const send = client.query.bind(client) as Query;
    const result = await send(...statement);
    release();
    return result;
  } catch (error) {
    release(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

/** Runs work in a transaction, which is committed when the work resolves and rolled back when it rejects. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client) => {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/**
 * Runs work on one connection. The work manages its transactions; one that is open when it rejects is rolled
 * back.
 */
export function withConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inSpan(TRANSACTION_SPAN, () => runOnConnection(pool, work));
}

async function runOnConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements emits an error, which would end the process without a
  // listener.
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

/** The name of the violated constraint; undefined for other errors. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.constraint : undefined;
}

/** SQLSTATEs, the codes of database errors. */
export const UNIQUE_VIOLATION = '23505';
export const EXCLUSION_VIOLATION = '23P01';

/**
 * The SQLSTATEs of an outage: lost connection (08…), out of disk, memory or connections (53…), shutdown or
 * start (57P…), read-only server (25006), idle transaction that was terminated (25P03).
 */
const OUTAGE_STATE = /^(08|53|57P0[1-5]$|25006$|25P03$)/;
const OUTAGE_CODE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Returns a check whether work failed because of an outage of the database: by the error, or else by a query.
 * If the database has recovered by then, the failure counts as the work's own.
 */
export function createOutageCheck(pool: Pool): (error: unknown) => Promise<boolean> {
  return async (error) => {
    const code = errorCode(error) ?? '';
    if (OUTAGE_STATE.test(code) || OUTAGE_CODE.test(code)) return true;
    return outsideOperations(() => pool.query('SELECT 1')).then(
      () => false,
      () => true,
    );
  };
}
