import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { liftStatementTimeout, type Pool, type PoolClient, transaction } from './pool.ts';

export type Migrations = {
  /** The name of the series in the table of applied migrations. */
  readonly series: string;
  /**
   * The folder of the files `0001-name.sql`, which are applied once each, in the order of their numbers. What
   * SQL cannot do is done by `0001-name.ts`, which exports `up`: a function of the type `Migration`.
   *
   * A migration that takes away what earlier code needs says in a line `-- requires 0001-name.sql` which
   * migration of its series the code has to know to run on the database afterwards, at most itself; a `.ts`
   * file exports the name as `requires`.
   */
  readonly folder: string;
};

/** Does the work of a migration within its transaction. */
export type Migration = (client: PoolClient) => Promise<void>;

type MigrationFile = {
  readonly name: string;
  /** The migration that the code has to know to run on the database afterwards; null: any code can. */
  readonly requires: string | null;
  readonly up: Migration;
};

/** What the database and the code have of one series. */
type Comparison = Migrations & {
  /** The files of the code, in their order. */
  readonly known: readonly string[];
  /** Those of them that are not applied, in their order. */
  readonly missing: readonly string[];
  /** The applied migrations of which the code has no file, in their order. */
  readonly unknown: readonly Pick<MigrationFile, 'name' | 'requires'>[];
};

const PLATFORM: Migrations = { series: 'platform', folder: join(import.meta.dirname, 'migrations') };

/**
 * Creates a service's schema if necessary and applies its missing migrations: first those of the tables that
 * each service has (events, outbox, inbox, idempotency keys), then the service's own. Concurrent callers wait
 * for each other.
 *
 * A database of a later version is left as it is, if its further migrations require nothing that the code
 * does not know (docs/adr/0060-going-back-after-a-migration.md).
 *
 * @returns the migrations that only a later version knows, as `series/name`; none on a database of this
 *   version
 * @throws Error when the database is of a version that this one cannot replace, or a migration requires what
 *   is no earlier one
 */
export async function migrate(pool: Pool, schema: string, own: Migrations): Promise<readonly string[]> {
  return transaction(pool, async (client) => {
    await waitForOthers(client);
    await createTable(client, schema);
    const all = [await compare(client, PLATFORM), await compare(client, own)];
    const unknown = all.flatMap(unknownIn);
    if (unknown.length > 0) checkIsLater(all);
    else for (const each of all) await applyMissing(client, each);
    return unknown;
  });
}

/** The wait for all migrations of another process may take longer than a statement. */
async function waitForOthers(client: PoolClient): Promise<void> {
  await liftStatementTimeout(client);
  await client.query("SELECT pg_advisory_xact_lock(hashtext('meetingroom-migrations'))");
  await client.query('SET LOCAL statement_timeout TO DEFAULT');
}

async function createTable(client: PoolClient, schema: string): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
  await client.query(`CREATE TABLE IF NOT EXISTS migrations (
    series text, name text, applied_at timestamptz NOT NULL DEFAULT now(), requires text, PRIMARY KEY (series, name))`);
  const { rowCount } = await client.query(
    "SELECT FROM pg_attribute WHERE attrelid = 'migrations'::regclass AND attname = 'requires'",
  );
  // Looked up first: even without effect, ALTER TABLE waits for the end of a backup.
  if (rowCount === 0) await client.query('ALTER TABLE migrations ADD COLUMN requires text');
}

async function compare(client: PoolClient, migrations: Migrations): Promise<Comparison> {
  const known = (await readdir(migrations.folder)).filter((file) => /^\d{4}-.+\.(sql|ts)$/.test(file)).sort();
  const { rows: applied } = await client.query<Pick<MigrationFile, 'name' | 'requires'>>(
    'SELECT name, requires FROM migrations WHERE series = $1 ORDER BY name COLLATE "C"',
    [migrations.series],
  );
  const names = new Set(applied.map(({ name }) => name));
  return {
    ...migrations,
    known,
    missing: known.filter((name) => !names.has(name)),
    unknown: applied.filter(({ name }) => !known.includes(name)),
  };
}

async function applyMissing(
  client: PoolClient,
  { series, folder, known, missing }: Comparison,
): Promise<void> {
  for (const each of missing) {
    const { name, requires, up } = await readMigration(folder, each);
    if (requires !== null && (requires > name || !known.includes(requires)))
      throw new Error(
        `The migration ${series}/${name} requires ${requires}, which is neither itself nor an earlier one`,
      );
    await up(client);
    await client.query('INSERT INTO migrations (series, name, requires) VALUES ($1, $2, $3)', [
      series,
      name,
      requires,
    ]);
  }
}

async function readMigration(folder: string, name: string): Promise<MigrationFile> {
  const path = join(folder, name);
  if (name.endsWith('.sql')) {
    const text = await readFile(path, 'utf8');
    return { name, requires: requirementIn(text), up: async (client) => void (await client.query(text)) };
  }
  const { up, requires = null }: Pick<MigrationFile, 'up'> & Partial<MigrationFile> = await import(
    pathToFileURL(path).href
  );
  return { name, requires, up };
}

/** The name in the line `-- requires NAME`; null without such a line. */
function requirementIn(text: string): string | null {
  return /^-- ?requires\b(.*)$/im.exec(text)?.[1]?.trim() ?? null;
}

function unknownIn({ series, unknown }: Comparison): readonly string[] {
  return unknown.map(({ name }) => `${series}/${name}`);
}

/**
 * Checks that the database has everything that the code knows, then further migrations, and that these
 * require nothing else.
 *
 * @throws Error otherwise
 */
function checkIsLater(all: readonly Comparison[]): void {
  const unknown = all.flatMap(unknownIn).join(', ');
  const missing = all.flatMap(({ series, missing: names }) => names.map((name) => `${series}/${name}`));
  if (missing.length > 0 || all.some(isInterspersed)) {
    const lacks = missing.length > 0 ? `, and lacks ${missing.join(', ')}` : '';
    throw new Error(
      `The database is of another line of versions: it has migrations that this version does not know (${unknown})${lacks}. Start a version that knows all of them, or restore a backup of this version`,
    );
  }
  const lacking = all.flatMap(({ series, known, unknown: later }) =>
    later.flatMap(({ name, requires }) =>
      requires === null || known.includes(requires)
        ? []
        : [`${series}/${name} requires ${series}/${requires}`],
    ),
  );
  if (lacking.length > 0)
    throw new Error(
      `This version cannot run on the database, which has migrations of a later one (${unknown}): ${lacking.join(', ')}. Start a version that has what is required, or restore a backup from before the upgrade`,
    );
}

/** Whether the number of an unknown migration is not above those of the known ones. */
function isInterspersed({ known, unknown }: Comparison): boolean {
  const last = numberOf(known.at(-1) ?? '');
  return unknown.some(({ name }) => numberOf(name) <= last);
}

function numberOf(name: string): string {
  return name.slice(0, 4);
}
