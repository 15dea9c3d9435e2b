import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase, eventually, type TestDatabase } from '../testing/index.ts';
import { type Migrations, migrate } from './migrate.ts';
import { createPool, type Pool, transaction } from './pool.ts';

const SCHEMA = 'fresh';
const NOTES = { '0001-notes.sql': 'CREATE TABLE notes (text text PRIMARY KEY)' };
const MORE = { '0002-more.sql': 'ALTER TABLE notes ADD COLUMN more text' };
const LESS = { '0003-less.sql': '-- requires 0002-more.sql\nALTER TABLE notes DROP COLUMN more' };
/** Milliseconds that a statement may take, and more of them. */
const LIMIT_MS = 1_000;
const LONGER_MS = 1_500;

let database: TestDatabase;
let pool: Pool;
let folders: string[];

beforeEach(async () => {
  folders = [];
  database = await createTestDatabase();
  pool = openPool();
  return async () => {
    await pool.end();
    await database[Symbol.asyncDispose]();
    for (const folder of folders) await rm(folder, { recursive: true });
  };
});

/** @param parameters of the connection string */
function openPool(parameters = ''): Pool {
  return createPool({
    url: `${database.url}${parameters}`,
    schema: SCHEMA,
    log: createLogger('test', 'silent'),
  });
}

/** The migrations of a version of the code. */
async function version(...files: readonly Readonly<Record<string, string>>[]): Promise<Migrations> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  folders.push(folder);
  await writeFile(join(folder, 'README.md'), 'no migration');
  for (const [name, text] of Object.entries(Object.assign({}, ...files)))
    await writeFile(join(folder, name), String(text));
  return { series: 'test', folder };
}

async function start(...files: readonly Readonly<Record<string, string>>[]): Promise<readonly string[]> {
  return migrate(pool, SCHEMA, await version(...files));
}

async function applied(): Promise<readonly { readonly name: string; readonly applied_at: string }[]> {
  const { rows } = await pool.query<{ name: string; applied_at: string }>(
    "SELECT name, applied_at FROM migrations WHERE series = 'test' ORDER BY name",
  );
  return rows;
}

test('five concurrent callers apply each migration once', async () => {
  const code = await version(NOTES);
  await Promise.all(Array.from({ length: 5 }, () => migrate(pool, SCHEMA, code)));
  const { rows } = await pool.query('SELECT series, name FROM migrations ORDER BY series, name');
  expect(rows).toEqual([
    { series: 'platform', name: '0001-events.sql' },
    { series: 'platform', name: '0002-outbox.sql' },
    { series: 'platform', name: '0003-inbox-by-age.sql' },
    { series: 'platform', name: '0004-tries-of-a-key.sql' },
    { series: 'test', name: '0001-notes.sql' },
  ]);
});

test('a failed migration rolls back, together with those before it', async () => {
  const failing = { '0002-more.sql': 'CREATE TABLE more (); SELECT 1 / 0' };
  await expect(start(NOTES, failing)).rejects.toThrow('division by zero');
  const { rows } = await pool.query("SELECT to_regclass('fresh.notes') AS notes");
  expect(rows).toEqual([{ notes: null }]);
});

test('a database that knows no requirements gets a place for them', async () => {
  await start(NOTES);
  await pool.query('ALTER TABLE migrations DROP COLUMN requires');
  await start(NOTES, MORE, LESS);
  const { rows } = await pool.query("SELECT requires FROM migrations WHERE series = 'test' ORDER BY name");
  expect(rows).toEqual([{ requires: null }, { requires: null }, { requires: '0002-more.sql' }]);
});

test('a start does not wait for the end of a backup', async () => {
  await start(NOTES);
  await transaction(pool, async (client) => {
    await client.query('LOCK TABLE migrations IN ACCESS SHARE MODE');
    await start(NOTES);
  });
});

describe('on a database of a later version', () => {
  test('an earlier version starts, names what it does not know, and changes nothing', async () => {
    expect(await start(NOTES, MORE)).toEqual([]);
    const before = await applied();
    expect(await start(NOTES)).toEqual(['test/0002-more.sql']);
    expect(await applied()).toEqual(before);
    expect(await start(NOTES, MORE)).toEqual([]);
    expect(await applied()).toEqual(before);
  });

  test('the version before starts where something was taken away, and the one before that is refused', async () => {
    await start(NOTES, MORE, LESS);
    expect(await start(NOTES, MORE)).toEqual(['test/0003-less.sql']);
    await expect(start(NOTES)).rejects.toThrow(
      'This version cannot run on the database, which has migrations of a later one (test/0002-more.sql, ' +
        'test/0003-less.sql): test/0003-less.sql requires test/0002-more.sql. Start a version that has what ' +
        'is required, or restore a backup from before the upgrade',
    );
  });

  test('what one requires counts, also when a later one requires nothing', async () => {
    await start(NOTES, MORE, LESS, { '0004-later.sql': '' });
    await expect(start(NOTES)).rejects.toThrow('test/0003-less.sql requires test/0002-more.sql');
  });

  test('a migration that no earlier version bears requires itself', async () => {
    await start(NOTES, {
      '0002-text.sql': '-- requires 0002-text.sql\nALTER TABLE notes RENAME text TO content',
    });
    await expect(start(NOTES)).rejects.toThrow('test/0002-text.sql requires test/0002-text.sql');
  });

  test('a migration in TypeScript exports what it requires', async () => {
    const less = {
      '0003-less.ts': "export const requires = '0002-more.sql';\nexport const up = async () => {};",
    };
    await start(NOTES, MORE, less);
    expect(await start(NOTES, MORE)).toEqual(['test/0003-less.ts']);
    await expect(start(NOTES)).rejects.toThrow('test/0003-less.ts requires test/0002-more.sql');
  });

  test('migrations of the platform count like those of the service', async () => {
    await start(NOTES);
    const insert = "INSERT INTO migrations (series, name, requires) VALUES ('platform', $1, $2)";
    await pool.query(insert, ['9000-later.sql', '0004-tries-of-a-key.sql']);
    expect(await start(NOTES)).toEqual(['platform/9000-later.sql']);
    await pool.query(insert, ['9001-least.sql', '9000-later.sql']);
    await expect(start(NOTES)).rejects.toThrow('platform/9001-least.sql requires platform/9000-later.sql');
  });

  test.each([
    ['has one between those of the code', [NOTES, MORE, LESS], [NOTES, LESS], '(test/0002-more.sql)'],
    [
      'has another one of the same number',
      [NOTES, MORE],
      [NOTES, { '0002-other.sql': '' }],
      '(test/0002-more.sql), and lacks test/0002-other.sql',
    ],
    [
      'lacks one of the code',
      [NOTES, { '0004-later.sql': '' }],
      [NOTES, MORE],
      '(test/0004-later.sql), and lacks test/0002-more.sql',
    ],
  ])('a database that %s is of another line of versions', async (_, theirs, ours, names) => {
    await start(...theirs);
    const before = await applied();
    await expect(start(...ours)).rejects.toThrow(
      `of another line of versions: it has migrations that this version does not know ${names}. Start`,
    );
    expect(await applied()).toEqual(before);
  });
});

test.each([
  ['a later one', { '0001-notes.sql': '-- requires 0002-more.sql' }, MORE],
  ['none of its series', NOTES, { '0002-more.sql': '-- requires 0001-events.sql' }],
  ['more than a name', NOTES, { '0002-more.sql': '--requires: 0001-notes.sql' }],
])('a migration that requires %s is refused, and nothing is applied', async (_, ...files) => {
  await expect(start(...files)).rejects.toThrow('is neither itself nor an earlier one');
  const { rows } = await pool.query("SELECT to_regclass('fresh.migrations') AS migrations");
  expect(rows).toEqual([{ migrations: null }]);
});

describe('together', () => {
  test('processes of both versions start, whichever comes first', async () => {
    const versions = [await version(NOTES), await version(NOTES, MORE)];
    await Promise.all([...versions, ...versions, ...versions].map((code) => migrate(pool, SCHEMA, code)));
    expect((await applied()).map(({ name }) => name)).toEqual(['0001-notes.sql', '0002-more.sql']);
  });

  test('an earlier version waits for a migration, however long it takes', async () => {
    await start(NOTES);
    const impatient = openPool(`?statement_timeout=${LIMIT_MS}`);
    const slow = { '0002-more.sql': 'SELECT pg_advisory_xact_lock(1); CREATE TABLE more ()' };
    const [later, earlier] = [await version(NOTES, slow), await version(NOTES)];
    const starting = await transaction(pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(1)');
      const migrating = migrate(pool, SCHEMA, later);
      await eventually(() => expect(countWaiting()).resolves.toBe(1));
      const waiting = migrate(impatient, SCHEMA, earlier);
      await eventually(() => expect(countWaiting(LONGER_MS)).resolves.toBe(2));
      return { migrating, waiting };
    });
    expect(await starting.migrating).toEqual([]);
    expect(await starting.waiting).toEqual(['test/0002-more.sql']);
    await impatient.end();
  });
});

/** The statements that have waited for an advisory lock for some time, in milliseconds. */
async function countWaiting(ms = 0): Promise<number> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'
       AND clock_timestamp() - query_start > $1 * interval '1 ms'`,
    [ms],
  );
  return rowCount ?? 0;
}
