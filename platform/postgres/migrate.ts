import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Pool, type PoolClient, transaction } from './pool.ts';

export type Migrations = {
  /** The name of the series in the table of applied migrations. */
  readonly series: string;
  /**
   * The folder of the files `0001-name.sql`, which are applied once each, in the order of their numbers. What
   * SQL cannot do is done by `0001-name.ts`, which exports `up`: a function of the type `Migration`.
   */
  readonly folder: string;
};

/** Does the work of a migration within its transaction. */
export type Migration = (client: PoolClient) => Promise<void>;

const PLATFORM: Migrations = { series: 'platform', folder: join(import.meta.dirname, 'migrations') };

/**
 * Creates a service's schema if necessary and applies its missing migrations: first those of the tables that
 * each service has (events, outbox, inbox, idempotency keys), then the service's own. Concurrent callers wait
 * for each other.
 *
 * @throws Error when the database has a migration that this version does not know
 */
export async function migrate(pool: Pool, schema: string, own: Migrations): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext('meetingroom-migrations'))");
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
    await client.query(`CREATE TABLE IF NOT EXISTS migrations (
      series text, name text, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (series, name))`);
    for (const migrations of [PLATFORM, own]) await apply(client, migrations);
  });
}

async function apply(client: PoolClient, { series, folder }: Migrations): Promise<void> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.+\.(sql|ts)$/.test(file)).sort();
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations WHERE series = $1', [
    series,
  ]);
  const applied = new Set(rows.map((row) => row.name));
  const unknown = [...applied].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `The database has migrations of a newer version (${unknown.join(', ')}): start that version`,
    );
  }
  for (const file of files.filter((name) => !applied.has(name))) {
    await run(client, join(folder, file));
    await client.query('INSERT INTO migrations (series, name) VALUES ($1, $2)', [series, file]);
  }
}

async function run(client: PoolClient, path: string): Promise<void> {
  if (path.endsWith('.sql')) {
    await client.query(await readFile(path, 'utf8'));
    return;
  }
  const { up }: { readonly up: Migration } = await import(pathToFileURL(path).href);
  await up(client);
}
