import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Pool, type PoolClient, transaction } from './pool.ts';

export type Migrations = {
  /** Names the series in the table of what was applied. */
  readonly series: string;
  /** Folder with files `0001-what.sql`, applied in the order of their numbers, each once. */
  readonly folder: string;
};

const PLATFORM: Migrations = { series: 'platform', folder: join(import.meta.dirname, 'migrations') };

/**
 * Brings a service's schema up to date: makes it if need be, and applies what is missing, first the tables that all
 * services share in kind (events, inbox, idempotency keys), then its own. Several starters at once wait for each other.
 * Throws when the database has a migration that this version does not know.
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
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.+\.sql$/.test(file)).sort();
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
    await client.query(await readFile(join(folder, file), 'utf8'));
    await client.query('INSERT INTO migrations (series, name) VALUES ($1, $2)', [series, file]);
  }
}
