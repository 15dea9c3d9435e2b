import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase, eventually, type TestDatabase } from '../testing/index.ts';
import { type Commits, createGroupCommit } from './group-commit.ts';
import { createPool, type Pool, UNIQUE_VIOLATION } from './pool.ts';

const log = createLogger('test', 'silent');

let database: TestDatabase;
let pool: Pool;
let commits: Commits;

beforeAll(async () => {
  database = await createTestDatabase();
  const admin = createPool({ url: database.url, schema: 'public', log, max: 1 });
  await admin.query('CREATE TABLE notes (text text PRIMARY KEY, xid xid8 NOT NULL)');
  await admin.end();
  return () => database[Symbol.asyncDispose]();
});

beforeEach(async () => {
  const own = openCommits();
  ({ pool, commits } = own);
  await pool.query('TRUNCATE notes');
  return own.end;
});

/** What one process of a service has. */
function openCommits() {
  const access = { url: database.url, schema: 'public', log };
  const alone = createPool({ ...access, max: 3 });
  const groups = createPool({ ...access, max: 1 });
  return {
    pool: alone,
    commits: createGroupCommit(alone, groups),
    async end() {
      await Promise.all([alone.end(), groups.end()]);
    },
  };
}

const note = (text: string, lock = text) =>
  commits.locking(lock).query({
    name: 'note',
    text: 'INSERT INTO notes (text, xid) VALUES ($1, pg_current_xact_id())',
    values: [text],
  });

async function transactionsOf(): Promise<readonly number[]> {
  const { rows } = await pool.query<{ notes: number }>(
    'SELECT count(*) AS notes FROM notes GROUP BY xid ORDER BY xid',
  );
  return rows.map(({ notes }) => notes);
}

/** A statement that waits until the lock of another connection is free. */
const waitFor = (lock: number) =>
  commits
    .locking('a')
    .query({ name: 'wait', text: 'SELECT pg_advisory_xact_lock($1::bigint)', values: [lock] });

async function untilSomebodyWaits(): Promise<void> {
  await eventually(async () => {
    const { rowCount } = await pool.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    expect(rowCount).toBe(1);
  });
}

describe('a group commit', () => {
  test('commits what comes during a commit in one transaction, at most fifty statements', async () => {
    await Promise.all(Array.from({ length: 71 }, (_, number) => note(String(number))));
    expect(await transactionsOf()).toEqual([1, 50, 20]);
  });

  test('lets a statement fail alone, and tells of no row', async () => {
    const nothing = () =>
      commits
        .locking('b')
        .query({ name: 'none', text: 'DELETE FROM notes WHERE text = $1', values: ['none'] });
    const settled = await Promise.allSettled([note('a'), note('b'), note('a'), nothing(), note('c')]);
    expect(settled).toMatchObject([
      { status: 'fulfilled', value: { rowCount: 1 } },
      { status: 'fulfilled', value: { rowCount: 1 } },
      { status: 'rejected', reason: { code: UNIQUE_VIOLATION } },
      { status: 'fulfilled', value: { rowCount: 0 } },
      { status: 'fulfilled', value: { rowCount: 1 } },
    ]);
    expect(await transactionsOf()).toEqual([1, 1, 1]);
    await Promise.all([note('d'), note('e'), note('f')]);
    expect(await transactionsOf()).toEqual([1, 1, 1, 1, 2]);
  });

  test('prepares each statement once on its connection, whichever of a group fails', async () => {
    const named = (name: string, text: string) =>
      commits.locking(name).query({
        name,
        text: 'INSERT INTO notes (text, xid) VALUES ($1, pg_current_xact_id())',
        values: [text],
      });
    // The groups are b, c and d: in the first, c fails after b was prepared and before d was.
    const first = await Promise.allSettled([
      named('a', '1'),
      named('b', '2'),
      named('c', '1'),
      named('d', '3'),
    ]);
    expect(first.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    await Promise.all([named('a', '4'), named('b', '5'), named('c', '6'), named('d', '7'), named('d', '8')]);
    // The first of them may be alone.
    expect(Math.max(...(await transactionsOf()))).toBeGreaterThanOrEqual(4);
  });

  test('sends texts, numbers, booleans and NULL', async () => {
    const told = (number: number) =>
      commits.locking('a').query({
        name: 'told',
        text: `SELECT WHERE $1::text = 'ü' AND $2::integer = $5::integer AND $3::boolean AND $4::text IS NULL`,
        values: ['ü', 7, true, null, number],
      });
    const results = await Promise.all([told(7), told(7), told(8)]);
    expect(results.map(({ rowCount }) => rowCount)).toEqual([1, 1, 0]);
    const wrong = () => commits.locking('a').query({ name: 'list', text: 'SELECT $1', values: [['one']] });
    const settled = await Promise.allSettled([note('a'), wrong(), wrong()]);
    const refused = { status: 'rejected', reason: expect.any(TypeError) };
    expect(settled).toMatchObject([{ status: 'fulfilled' }, refused, refused]);
    await Promise.all([note('x'), note('y'), note('z')]);
    expect(Math.max(...(await transactionsOf()))).toBeGreaterThanOrEqual(2);
  });

  test('rejects all of a transaction whose end is unknown, and goes on with the next', async () => {
    await using holder = await pool.connect().then((client) => ({
      client,
      [Symbol.asyncDispose]: async () => client.release(),
    }));
    await holder.client.query('SELECT pg_advisory_lock(7)');
    const lost = [note('first'), waitFor(7), note('lost')];
    const settled = Promise.allSettled(lost);
    await untilSomebodyWaits();
    await pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
    );
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await holder.client.query('SELECT pg_advisory_unlock(7)');
    await Promise.all([note('x'), note('y'), note('z')]);
    expect(await transactionsOf()).toEqual([1, 1, 2]);
  });

  test('takes locks in one order, so that two processes do not wait for each other', async () => {
    const other = openCommits();
    const lockAndNote = ({ commits: those }: { readonly commits: Commits }, lock: string, text: string) =>
      those.locking(lock).query({
        name: 'lock-and-note',
        text: `WITH lock AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext($1)))
          INSERT INTO notes (text, xid) SELECT $2, pg_current_xact_id() FROM lock`,
        values: [lock, text],
      });
    const locks = ['m', 'n', 'o', 'p'];
    for (let round = 0; round < 40; round += 1) {
      await Promise.all([
        ...locks.map((lock) => lockAndNote({ commits }, lock, `one ${round} ${lock}`)),
        ...locks.toReversed().map((lock) => lockAndNote(other, lock, `two ${round} ${lock}`)),
      ]);
    }
    const { rows } = await pool.query<{ deadlocks: number }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
    await other.end();
  });
});
