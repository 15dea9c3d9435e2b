import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { KEY_RETENTION_MS } from '../idempotency/once.ts';
import { newId } from '../identifiers.ts';
import { type CloudEvent, defineEvent, message } from '../messaging/event.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase, eventually, storeEvents, type TestDatabase } from '../testing/index.ts';
import { createMovingAddress } from '../testing/moving-address.ts';
import { appendEvents, markHandled, publishWaiting, readHistory } from './event-log.ts';
import { createPostgresIdempotencyStore } from './idempotency.ts';
import { migrate } from './migrate.ts';
import {
  createOutageCheck,
  createPool,
  liftStatementTimeout,
  type Pool,
  type PoolClient,
  transaction,
  withConnection,
} from './pool.ts';
import {
  deleteExpiredInboxEntries,
  deleteExpiredKeys,
  INBOX_RETENTION_MS,
  RETENTION_BATCH,
} from './retention.ts';
import { executeTogether } from './statement-group.ts';

const log = createLogger('test', 'silent');
const counted = defineEvent('counter', 'counted', z.object({ total: z.int() }));
const NOON = '2030-05-01T12:00:00.120Z';
const cause = { correlationId: 'story', causationId: 'request' };

let database: TestDatabase;
let pool: Pool;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  return async () => {
    await rm(folder, { recursive: true });
    await database[Symbol.asyncDispose]();
  };
});

/** A schema of its own for each test. */
beforeEach(async () => {
  const schema = `s${newId().replaceAll('-', '')}`;
  pool = createPool({ url: database.url, schema, log, max: 10 });
  await writeFile(join(folder, '0001-notes.sql'), 'CREATE TABLE notes (text text PRIMARY KEY)');
  await migrate(pool, schema, { series: 'test', folder });
  return () => pool.end();
});

/** Stores the next events of an aggregate within a transaction. */
function append(client: PoolClient, aggregateId: string, version: number, ...totals: readonly number[]) {
  const messages = totals.map((total) => message(counted, NOON, { total }));
  return storeEvents(client, { aggregateId, version, messages, cause });
}

const store = (aggregateId: string, version: number, ...totals: readonly number[]) =>
  transaction(pool, (client) => append(client, aggregateId, version, ...totals));

/** Records published events. */
function createStream() {
  const events: CloudEvent[] = [];
  return { events, publish: async (batch: readonly CloudEvent[]) => void events.push(...batch) };
}

const totals = (events: readonly CloudEvent[]) => events.map(({ data }) => counted.data.parse(data).total);

describe('transaction', () => {
  test('rolls back when the work throws, and returns a usable connection to the pool', async () => {
    const refused = transaction(pool, async (client) => {
      await client.query("INSERT INTO notes VALUES ('draft')");
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect((await pool.query('SELECT * FROM notes')).rows).toEqual([]);
    expect(pool.idleCount).toBe(pool.totalCount);
  });

  test('rejects when the connection breaks between two statements, and the process survives', async () => {
    const cut = transaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const ended = new Promise((resolve) => client.once('end', resolve));
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      await client.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('a server that loses its power ends no connection', () => {
  const NOTHING = { name: 'nothing', text: 'SELECT', values: [] };

  /** A pool whose server can be lost, with one connection that is open. */
  async function openAtAddress(silenceLimitMs: number) {
    const address = createMovingAddress();
    address.moveTo(Number(new URL(database.url).port));
    const url = new URL(database.url);
    url.port = String(await freePort());
    await address.listen(Number(url.port));
    const moved = createPool({ url: url.href, schema: 'public', log, max: 1, silenceLimitMs });
    await moved.query('SELECT 1');
    return { pool: moved, address, [Symbol.asyncDispose]: () => moved.end().finally(() => address.close()) };
  }

  test.each([
    ['statement', (pool: Pool) => pool.query('SELECT 1')],
    ['transaction', (pool: Pool) => transaction(pool, (client) => client.query('SELECT 1'))],
    [
      'group of statements',
      (pool: Pool) => withConnection(pool, (client) => executeTogether(client, [NOTHING])),
    ],
  ])('a %s fails as in any outage, and the next one has a new connection', async (_, work) => {
    await using lost = await openAtAddress(500);
    lost.address.silence();
    const failure = await work(lost.pool).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'ETIMEDOUT' });
    expect(await createOutageCheck(lost.pool)(failure)).toBe(true);
    expect((await lost.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a statement may be silent for longer where that is allowed, and a connection at rest stays', async () => {
    await using slow = await openAtAddress(300);
    const pidOf = async () => (await slow.pool.query('SELECT pg_backend_pid()')).rows;
    const before = await pidOf();
    await transaction(slow.pool, async (client) => {
      await liftStatementTimeout(client);
      await client.query('SELECT pg_sleep(1)');
    });
    expect(await pidOf()).toEqual(before);
    await expect(slow.pool.query('SELECT pg_sleep(1)')).rejects.toThrow('has not answered');
  });
});

describe('values', () => {
  test('timestamps are RFC 3339 in UTC in any session time zone, counts are numbers', async () => {
    const client = await pool.connect();
    await client.query("SET TIME ZONE 'Asia/Kolkata'");
    const { rows } = await client.query('SELECT $1::timestamptz AS at, count(*) AS total FROM notes', [NOON]);
    client.release();
    await pool.query('DISCARD ALL');
    expect(rows).toEqual([{ at: NOON, total: 0 }]);
  });
});

describe('events', () => {
  test('are read as they were stored, oldest first for each aggregate', async () => {
    const [a, b] = [newId(), newId()];
    await store(a, 0, 1, 2);
    await store(b, 0, 10);
    await store(a, 2, 3);
    const history = await readHistory(pool, [a, b]);
    expect(history.filter((event) => event.aggregateId === a)).toMatchObject(
      [1, 2, 3].map((version) => ({
        version,
        data: { total: version },
        time: NOON,
        cause,
        type: counted.type,
      })),
    );
    expect(totals(history.filter((event) => event.aggregateId === b))).toEqual([10]);
  });

  test('of one aggregate have unique versions', async () => {
    const id = newId();
    await store(id, 0, 1);
    await expect(store(id, 0, 2)).rejects.toMatchObject({ code: '23505' });
  });

  describe('that handle an incoming event', () => {
    const id = newId();
    const handles = { table: 'inbox', id } as const;
    const note = (text: string) => ({
      name: 'note',
      text: 'INSERT INTO notes (text) VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1 AS version',
      values: [text],
    });
    const effect = (text: string) =>
      appendEvents(pool, { change: note(text), aggregateId: newId(), messages: [], cause, handles });
    const notes = async () =>
      (await pool.query<{ text: string }>('SELECT text FROM notes ORDER BY text')).rows.map(
        ({ text }) => text,
      );

    test('are stored once, together with its inbox entry', async () => {
      expect(await effect('first')).toBe('appended');
      expect(await effect('second')).toBe('handled-before');
      expect(await markHandled(pool, handles)).toBe('handled-before');
      expect(await notes()).toEqual(['first']);
    });

    test('leave no inbox entry after a concurrent change, so that the effect can follow later', async () => {
      await pool.query(note('taken'));
      expect(await effect('taken')).toBe('conflict');
      expect(await effect('free')).toBe('appended');
    });

    test('may be none: the incoming event gets an inbox entry all the same', async () => {
      expect(await markHandled(pool, handles)).toBe('appended');
      expect(await effect('late')).toBe('handled-before');
      expect(await notes()).toEqual([]);
    });
  });

  test('are not stored after a concurrent change', async () => {
    const nothing = { name: 'nothing', text: 'SELECT 1 AS version WHERE false', values: [] };
    const messages = [message(counted, NOON, { total: 1 })];
    expect(await appendEvents(pool, { change: nothing, aggregateId: newId(), messages, cause })).toBe(
      'conflict',
    );
    expect(await publishWaiting(pool, async () => {})).toBe(0);
  });
});

describe('publishWaiting', () => {
  test('publishes each event once, those of one aggregate in order', async () => {
    const [a, b] = [newId(), newId()];
    await store(a, 0, 1, 2);
    await store(b, 0, 10);
    await store(a, 2, 3);
    const stream = createStream();
    expect(await publishWaiting(pool, stream.publish)).toBe(4);
    expect(await publishWaiting(pool, stream.publish)).toBe(0);
    expect(totals(stream.events)).toEqual([1, 2, 10, 3]);
    expect((await pool.query('SELECT FROM outbox')).rowCount).toBe(0);
  });

  test('publishes an event whose transaction commits after a later one', async () => {
    const stream = createStream();
    await transaction(pool, async (slow) => {
      await append(slow, newId(), 0, 1);
      await store(newId(), 0, 2);
      expect(await publishWaiting(pool, stream.publish)).toBe(1);
    });
    expect(await publishWaiting(pool, stream.publish)).toBe(1);
    expect(totals(stream.events)).toEqual([2, 1]);
  });

  test('looks up the waiting events, however many have been published', async () => {
    await pool.query(
      `INSERT INTO events (type, data, occurred_at, aggregate_id, correlation_id, causation_id, version, id)
      SELECT 'meetingroom.counter.counted.v1', '{"total": 0}', now(), gen_random_uuid(), 'story', 'request', 1, gen_random_uuid()
      FROM generate_series(1, 5000)`,
    );
    await store(newId(), 0, 1);
    const { rows } = await pool.query('SELECT current_schema() AS schema');
    // One connection, which reports what it has read.
    await using stack = new AsyncDisposableStack();
    const single = createPool({ url: database.url, schema: rows[0].schema, log, max: 1 });
    stack.defer(() => single.end());
    expect(await publishWaiting(single, async () => {})).toBe(1);
    await single.query('SELECT pg_stat_force_next_flush()');
    const read = await single.query(
      `SELECT seq_tup_read AS scanned, idx_tup_fetch AS found FROM pg_stat_user_tables
      WHERE schemaname = current_schema() AND relname = 'events'`,
    );
    expect(read.rows).toEqual([{ scanned: 0, found: 1 }]);
  });

  test('a second relay waits for the first one and publishes only what is left', async () => {
    const id = newId();
    await store(id, 0, 1, 2, 3);
    const stream = createStream();
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const first = publishWaiting(pool, async (events) => {
      entered.resolve();
      await gate.promise;
      await stream.publish(events);
    });
    await entered.promise;
    const second = publishWaiting(pool, stream.publish);
    await store(id, 3, 4);
    await eventually(async () => {
      const { rows } = await pool.query(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()",
      );
      expect(rows).toHaveLength(1);
    });
    gate.resolve();
    expect(await Promise.all([first, second])).toEqual([3, 1]);
    expect(totals(stream.events)).toEqual([1, 2, 3, 4]);
  });

  test('keeps events in the outbox when publishing fails, and publishes them the next time', async () => {
    await store(newId(), 0, 1, 2);
    const refused = publishWaiting(pool, () => Promise.reject(new Error('NATS is not connected')));
    await expect(refused).rejects.toThrow('NATS is not connected');
    const stream = createStream();
    expect(await publishWaiting(pool, stream.publish)).toBe(2);
    expect(totals(stream.events)).toEqual([1, 2]);
  });
});

describe('retention', () => {
  const hence = (hours: number) => new Date(Date.now() + hours * 3_600_000);

  test('deletes a key with an outcome after 48 hours, and keeps one without', async () => {
    const keys = createPostgresIdempotencyStore(pool);
    const claim = { fingerprint: 'a', commandId: newId() };
    const outcome = { kind: 'Done' };
    for (const key of ['done', 'open']) await keys.claim(key, claim);
    await keys.settle('done', outcome, claim.commandId);
    expect(await deleteExpiredKeys(pool, KEY_RETENTION_MS, hence(47))).toBe(0);
    expect(await deleteExpiredKeys(pool, KEY_RETENTION_MS, hence(49))).toBe(1);
    const anew = { fingerprint: 'b', commandId: newId() };
    expect(await keys.claim('done', anew)).toEqual(anew);
    expect(await keys.claim('open', anew)).toEqual(claim);
  });

  test('deletes an inbox entry after 60 days', async () => {
    const handled = { table: 'inbox', id: newId() } as const;
    await markHandled(pool, handled);
    expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS, hence(59 * 24))).toBe(0);
    expect(await markHandled(pool, handled)).toBe('handled-before');
    expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS, hence(61 * 24))).toBe(1);
    expect(await markHandled(pool, handled)).toBe('appended');
  });

  test('deletes in batches, oldest first', async () => {
    await pool.query(`INSERT INTO inbox (event_id, handled_at)
      SELECT gen_random_uuid(), now() - interval '90 days' + n * interval '1 minute'
      FROM generate_series(1, ${RETENTION_BATCH + 1}) AS n ORDER BY random()`);
    expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS)).toBe(RETENTION_BATCH);
    const { rows } = await pool.query<{ isYoungest: boolean }>(
      `SELECT handled_at > now() - interval '90 days' + ${RETENTION_BATCH} * interval '1 minute' AS "isYoungest" FROM inbox`,
    );
    expect(rows).toEqual([{ isYoungest: true }]);
    expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS)).toBe(1);
    expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS)).toBe(0);
  });

  test('skips rows that another process has locked', async () => {
    const young = newId();
    await pool.query(`INSERT INTO inbox (event_id, handled_at)
      SELECT gen_random_uuid(), now() - interval '90 days' FROM generate_series(1, 3)`);
    await transaction(pool, async (other) => {
      await other.query('SELECT FROM inbox LIMIT 1 FOR UPDATE');
      expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS)).toBe(2);
      expect(await markHandled(pool, { table: 'inbox', id: young })).toBe('appended');
    });
    expect(await deleteExpiredInboxEntries(pool, 'inbox', INBOX_RETENTION_MS)).toBe(1);
    expect(await markHandled(pool, { table: 'inbox', id: young })).toBe('handled-before');
  });
});
