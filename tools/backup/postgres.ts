import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { plainEnvironment } from '../../embedded/process/command.ts';
import { errorCode, errorMessage } from '../../platform/errors.ts';
import { CannotDo } from '../events/instance.ts';
import { existing } from './existing.ts';

const NO_DATABASE = '3D000';
/** A table or a schema does not exist. */
const NO_TABLE = new Set(['42P01', '3F000']);
/** What its connections are called at the server. */
const APPLICATION = 'meetingroom-backup';
/** The most of a program's messages that is kept, in bytes. */
const MESSAGES_LIMIT = 1_048_576;

/** The database of a service: its own, or one that services share, each with a schema. */
export type ServiceDatabase = { readonly service: string; readonly url: string };

/** A state of a database that does not change while it is read. */
export type Snapshot = ServiceDatabase & {
  readonly id: string;
  readonly readAt: string;
  /** The rows of each table. */
  count(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
};

/**
 * Finds the database of a service at an address: the one of its name, if it exists, as in the local server.
 *
 * @throws CannotDo if PostgreSQL does not respond
 */
export async function findDatabase(service: string, url: string): Promise<ServiceDatabase> {
  const own = new URL(url);
  own.pathname = `/${service}`;
  try {
    await withClient(own.href, (client) => client.query('SELECT 1'));
    return { service, url: own.href };
  } catch (error) {
    if (errorCode(error) === NO_DATABASE) return { service, url };
    throw new CannotDo(`PostgreSQL does not answer for ${service}: ${errorMessage(error)}.`, {
      cause: error,
    });
  }
}

/** The major version of the server. */
export async function majorVersion({ url }: ServiceDatabase): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "SELECT current_setting('server_version_num') AS version",
    );
    return Math.floor(Number(rows[0]?.version) / 10_000);
  });
}

/**
 * Holds the state of a service's tables as it is now, for `pg_dump` and for its counts. That takes one
 * statement, so that the states of several databases are of about the same instant.
 */
export async function takeSnapshot({ service, url }: ServiceDatabase): Promise<Snapshot> {
  const client = await connect(url);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ id: string; now: Date }>(
      'SELECT pg_export_snapshot() AS id, clock_timestamp() AS now',
    );
    const [row] = rows;
    if (row === undefined) throw new CannotDo(`PostgreSQL gives no snapshot of ${service}.`);
    return {
      service,
      url,
      id: row.id,
      readAt: row.now.toISOString(),
      count: () => countRows(client, service),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** The longest wait for changes that are under way, in milliseconds. */
const HOLD_WAIT_MS = 5_000;

/**
 * Waits for the changes of a table that are under way, and keeps others waiting until it is disposed of.
 *
 * @throws CannotDo if there is no such table, or PostgreSQL's error if they take too long
 */
export async function holdChanges(
  { service, url }: ServiceDatabase,
  table: string,
): Promise<AsyncDisposable> {
  const client = await connect(url);
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = ${HOLD_WAIT_MS}`);
    const name = `${client.escapeIdentifier(service)}.${client.escapeIdentifier(table)}`;
    await client.query(`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`);
    return { [Symbol.asyncDispose]: () => client.end() };
  } catch (error) {
    await client.end();
    throw NO_TABLE.has(errorCode(error) ?? '') ? withoutTables(service) : error;
  }
}

/** The service has never run on its database. */
export function withoutTables(service: string): CannotDo {
  return new CannotDo(`PostgreSQL has no tables of ${service}: start it once.`);
}

async function countRows(client: pg.Client, schema: string): Promise<Readonly<Record<string, number>>> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> 'migrations' ORDER BY 1",
    [schema],
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${table}`);
    counts[name] = Number(rows[0]?.count);
  }
  return counts;
}

/** Writes the schema of a service, as the snapshot has it, to a file in `pg_dump`'s custom format. */
export async function dumpDatabase(
  programs: string,
  { service, url, id }: Snapshot,
  file: string,
): Promise<void> {
  const extensions = await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql'",
    );
    return rows.map(({ name }) => `--extension=${name}`);
  });
  const what = [`--schema=${service}`, ...extensions, `--snapshot=${id}`];
  await run(`${programs}/pg_dump`, url, [
    '--format=custom',
    '--no-owner',
    '--no-acl',
    '--no-comments',
    ...what,
    `--file=${file}`,
  ]);
}

/** @throws CannotDo if somebody is connected to the database, or it has data that must not be lost */
export async function checkDatabase({ service, url }: ServiceDatabase, force: boolean): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ others: string }>(
      `SELECT count(*) AS others FROM pg_stat_activity
        WHERE datname = current_database() AND application_name <> $1 AND backend_type = 'client backend'`,
      [APPLICATION],
    );
    if (rows[0]?.others !== '0')
      throw new CannotDo(`Somebody is connected to the database of ${service}: stop all services first.`);
    const counts = Object.values(await countRows(client, service));
    if (!force && counts.some((count) => count > 0)) throw existing(service);
  });
}

/** Removes the tables of a service. */
export async function clearDatabase({ service, url }: ServiceDatabase): Promise<void> {
  await withClient(url, (client) =>
    client.query(`DROP SCHEMA IF EXISTS ${client.escapeIdentifier(service)} CASCADE`),
  );
}

/** Restores what `dumpDatabase` wrote, in one transaction, and compares the counts of rows. */
export async function restoreDatabase(
  programs: string,
  { service, url }: ServiceDatabase,
  file: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const owner = await withClient(url, async (client) => {
    const { rows } = await client.query<{ owner: string }>(
      'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database()',
    );
    return rows[0]?.owner ?? '';
  });
  const how = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-acl', `--role=${owner}`];
  await run(`${programs}/pg_restore`, url, [...how, file]);
  await withClient(url, async (client) => {
    const found = await countRows(client, service);
    const wrong = Object.keys({ ...counts, ...found }).find((name) => counts[name] !== found[name]);
    if (wrong !== undefined)
      throw new CannotDo(
        `The table ${wrong} of ${service} has ${found[wrong]} rows instead of ${counts[wrong]}.`,
      );
    await client.query('ANALYZE');
  });
}

/** Runs a program on a database. Its password is not on the command line, which others can read. */
async function run(program: string, url: string, args: readonly string[]): Promise<void> {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  const env = { ...plainEnvironment(), LC_ALL: 'C', PGPASSWORD: password };
  try {
    await promisify(execFile)(program, [`--dbname=${address.href}`, ...args], {
      env,
      maxBuffer: MESSAGES_LIMIT,
    });
  } catch (error) {
    throw new CannotDo(
      errorMessage(error)
        .replace(/^Command failed:.*\n/, '')
        .trim(),
      { cause: error },
    );
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: APPLICATION,
    connectionTimeoutMillis: 5_000,
  });
  // A lost connection is reported by the query that needs it.
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
