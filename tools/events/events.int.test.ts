import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Schema } from 'mongoose';
import { beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../../platform/identifiers.ts';
import { type CloudEvent, defineEvent, message, type ReceivedEvent } from '../../platform/messaging/event.ts';
import { createEventFollower } from '../../platform/messaging/jetstream/follow.ts';
import {
  connectNats,
  createPublisher,
  type NatsLink,
  type RunningConsumer,
  startConsumer,
  streamOf,
} from '../../platform/messaging/jetstream/index.ts';
import { on, startReactions } from '../../platform/messaging/reactions.ts';
import {
  aggregateSchema,
  connectMongo,
  createMongoAggregateStore,
  EMBEDDED,
  type MongoLink,
  openAggregates,
  publishWaiting as publishMongo,
} from '../../platform/mongo/index.ts';
import {
  createPool,
  markHandled,
  migrate,
  type Pool,
  publishWaiting as publishPostgres,
} from '../../platform/postgres/index.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import {
  createTestDatabase,
  eventually,
  storeEvents,
  type TestDatabase,
} from '../../platform/testing/index.ts';
import { runEvents } from './main.ts';

const log = createLogger('test', 'silent');
const NOON = '2030-05-01T12:00:00.000Z';
const cause = { correlationId: 'story', causationId: 'request' };
const numbered = z.object({ number: z.int() });

let database: TestDatabase;
let servers: RunningServers;
let nats: NatsLink;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  servers = await startServers({ nats: true });
  nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  await nats.client;
  const mongo = new URL(inject('mongodbUrl'));
  mongo.pathname = `/test_${newId()}`;
  env = { NATS_URL: servers.url('nats'), DATABASE_URL: database.url, MONGODB_URL: mongo.href };
  return async () => {
    await nats.close();
    await servers[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  };
});

/** Runs the command as a person would. */
async function events(args: string, more: Readonly<Record<string, string>> = env) {
  const said: string[] = [];
  const out = (line: string) => void said.push(line);
  const status = await runEvents(args.split(' '), { env: more, out, err: out });
  return { status, output: said.join('\n') };
}

/** All that is in a context's stream, in its order. */
async function inStream(context: string): Promise<readonly ReceivedEvent[]> {
  const found: ReceivedEvent[] = [];
  const done = new AbortController();
  await new Promise<void>((resolve) => {
    createEventFollower({ nats, log }).follow({
      stream: streamOf(context),
      subjects: [`${context}.>`],
      start: { kind: 'after', sequence: 0 },
      onEvent: (event) => void found.push(event),
      onCaughtUp: () => resolve(),
      signal: done.signal,
    });
  });
  done.abort();
  return found;
}

const versionsOf = (found: readonly CloudEvent[], aggregateId: string) =>
  found.filter((event) => event.aggregateId === aggregateId).map(({ version }) => version);

async function removeStream(context: string): Promise<void> {
  const { jsm } = await nats.client;
  await jsm.streams.delete(streamOf(context));
}

describe('refill out of PostgreSQL', () => {
  const paid = defineEvent('booking', 'paid', numbered);
  let pool: Pool;

  beforeAll(async () => {
    pool = createPool({ url: database.url, schema: 'booking', log });
    // None of its own: the tables that all services have are enough.
    const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    await migrate(pool, 'booking', { series: 'test', folder });
    return async () => {
      await pool.end();
      await rm(folder, { recursive: true });
    };
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE events, outbox, inbox');
    return removeStream('booking').catch(() => undefined);
  });

  async function store(aggregateId: string, version: number): Promise<void> {
    const messages = [message(paid, NOON, { number: version })];
    await storeEvents(pool, { aggregateId, version: version - 1, messages, cause });
  }
  const relay = () => publishPostgres(pool, createPublisher(nats, 'booking'));

  test('a stream that was wiped holds all again, in order; who had handled them does nothing twice', async () => {
    const [a, b] = [newId(), newId()];
    for (const [id, version] of [
      [a, 1],
      [b, 1],
      [a, 2],
      [a, 3],
      [b, 2],
    ] as const)
      await store(id, version);
    await relay();
    const before = await inStream('booking');
    const effects: string[] = [];
    let handled = 0;
    const consumer = startConsumer({
      nats,
      context: 'booking',
      durable: 'ahead',
      events: ['paid'],
      log,
      async handle({ id, aggregateId, version }) {
        const marked = await markHandled(pool, { table: 'inbox', id });
        if (marked === 'appended') effects.push(`${aggregateId} ${version}`);
        handled += 1;
      },
    });
    await eventually(() => expect(handled).toBe(5));
    await removeStream('booking');

    expect(await events('refill --context booking')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^booking +5 events stored, 5 sent in .*; the stream is whole$/),
    });
    const place = ({ streamSequence: _, ...event }: ReceivedEvent) => event;
    expect((await inStream('booking')).map(place)).toEqual(before.map(place));
    await eventually(() => expect(handled).toBe(10));
    expect(effects).toHaveLength(5);

    expect((await events('refill --context booking')).output).toMatch(
      /5 events stored, 0 sent; the stream is whole/,
    );
    await store(a, 4);
    await relay();
    await eventually(() => expect(effects).toHaveLength(6));
    await consumer.close();
  });

  test('what was published after the loss stays the last of its aggregate', async () => {
    const id = newId();
    await store(id, 1);
    await store(id, 2);
    await relay();
    await removeStream('booking');
    await store(id, 3);
    await relay();
    expect(versionsOf(await inStream('booking'), id)).toEqual([3]);
    expect((await events('refill --context booking')).status).toBe(0);
    expect(versionsOf(await inStream('booking'), id)).toEqual([3, 1, 2, 3]);
  });

  test('what waits to be published is left to the relay', async () => {
    const id = newId();
    await store(id, 1);
    await relay();
    await removeStream('booking');
    await store(id, 2);
    await events('refill --context booking');
    await relay();
    expect(versionsOf(await inStream('booking'), id)).toEqual([1, 2]);
  });

  test('when all that NATS stored is gone, then the command makes it anew', async () => {
    const id = newId();
    await store(id, 1);
    await relay();
    await servers.server('nats').stop();
    await rm(join(servers.dataDir, 'nats', 'jetstream'), { recursive: true });
    await servers.server('nats').start();
    await eventually(() => expect(nats.isConnected()).toBe(true));
    expect((await events('refill --context booking')).status).toBe(0);
    expect(versionsOf(await inStream('booking'), id)).toEqual([1]);
  });
});

describe('refill out of MongoDB', () => {
  test('a stream that was wiped holds all again, in order', async () => {
    const updated = defineEvent('room', 'updated', numbered);
    const mongo: MongoLink = await connectMongo({ url: env.MONGODB_URL ?? '', dbName: 'room', log });
    const models = await openAggregates<{ readonly number: number }>(
      mongo,
      aggregateSchema('rooms', new Schema({ number: { type: Number, required: true } }, EMBEDDED)),
    );
    const rooms = createMongoAggregateStore<number, number, { number: number }>({
      models,
      initial: 0,
      toStored: (number) => ({ number }),
      toState: ({ number }) => number,
      toMessage: (number) => message(updated, NOON, { number }),
      onStored: () => {},
    });
    const [a, b] = [newId(), newId()];
    for (const [id, version] of [
      [a, 1],
      [b, 1],
      [a, 2],
      [b, 2],
      [b, 3],
    ] as const) {
      const change = {
        id,
        expectedVersion: version - 1,
        transitions: [{ event: version, after: version }],
        cause,
      };
      expect(await rooms.append(change)).toBe('appended');
      await publishMongo([models], createPublisher(nats, 'room'));
    }
    await removeStream('room');
    expect((await events('refill --context room')).output).toMatch(/5 events stored, 5 sent .*whole$/);
    const found = await inStream('room');
    expect([versionsOf(found, a), versionsOf(found, b)]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    await mongo.close();
  });
});

describe('dead letters', () => {
  const captured = defineEvent('payment', 'captured', numbered);
  let broken: boolean;
  let handled: number[];
  let reactions: RunningConsumer;

  beforeEach(() => {
    broken = true;
    handled = [];
    reactions = startReactions({
      nats,
      service: 'booking',
      log,
      maxTries: 1,
      reactions: [
        on(captured, async ({ data }) => {
          if (broken) throw new Error(`no booking ${data.number}`);
          handled.push(data.number);
        }),
      ],
    });
    return () => reactions.close();
  });

  async function send(number: number): Promise<CloudEvent> {
    const data = { number };
    const event = {
      id: newId(),
      type: captured.type,
      aggregateId: newId(),
      version: 1,
      time: NOON,
      cause,
      data,
    };
    await createPublisher(nats, 'payment')([event]);
    await eventually(async () => expect((await events('dead')).output).toContain(event.aggregateId));
    return event;
  }

  test('are listed, shown, replayed after the fix, and then gone', async () => {
    expect(await events('dead')).toEqual({ status: 0, output: 'No dead letters.' });
    const event = await send(7);
    const { output } = await events('dead --service booking');
    expect(output).toMatch(/^id +time +service +type +aggregate +tries +reason +correlation\n/);
    expect(output).toMatch(/\n\d+ .* booking +meetingroom\.payment\.captured\.v1 .* 1 +no booking 7 +story$/);
    expect((await events('dead --service room')).output).toBe('No dead letters.');
    const shown = await events(`dead --show ${event.id}`);
    expect(shown.output).toMatch(/reason +no booking 7\n/);
    expect(shown.output).toMatch(new RegExp(`ce-id +${event.id}`));
    expect(shown.output).toContain('"number": 7');

    expect(await events(`replay --id ${event.id}`)).toEqual({
      status: 1,
      output: '1 given back: 0 handled, 1 dead again (see events -- dead)',
    });
    broken = false;
    expect(await events('replay --all')).toEqual({ status: 0, output: '1 given back: 1 handled' });
    expect(handled).toEqual([7]);
    expect(await events('dead --json')).toEqual({ status: 0, output: '[]' });
  });

  test('of a service that is away wait for it', async () => {
    await send(8);
    await reactions.close();
    expect(await events('replay --service booking --wait 0')).toEqual({
      status: 0,
      output: '1 given back: 0 handled, 1 still with the service',
    });
  });

  test('that are not there are said to be so', async () => {
    expect(await events('dead --show 999999')).toEqual({
      status: 1,
      output: 'There is no dead letter 999999.',
    });
    expect((await events('replay --id nothing')).status).toBe(1);
  });
});

describe('in the wrong', () => {
  test.each([
    ['bury', 'There is no "bury"'],
    ['dead --all', 'dead takes no --all'],
    ['dead --nonsense', '--nonsense'],
    ['dead now', '"now" is one too many'],
    ['replay', 'Say which to replay'],
    ['replay --all --id 1', 'Say which to replay'],
    ['replay --all --wait soon', '--wait takes seconds'],
    ['refill --context moon', 'There is no context "moon"'],
    ['dead --service moon', 'There is no service "moon"'],
  ])('events %s is answered with how it is used', async (args, problem) => {
    const { status, output } = await events(args);
    expect(status).toBe(2);
    expect(output).toContain(problem);
    expect(output).toContain('Usage: npm run events');
  });

  test.each([
    ['dead', { DATA_DIR: join(tmpdir(), 'nothing-here') }, /^Nothing runs on .*: start it with npm start/],
    ['refill --context booking', { DATABASE_URL: '' }, /^DATABASE_URL is not set/],
    ['refill --context booking', { DATABASE_URL: 'server' }, /^DATABASE_URL=server is no URL/],
    [
      'refill --context booking',
      { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      /^PostgreSQL does not answer at 127/,
    ],
    ['refill --context payment', {}, /^PostgreSQL at .* has no events of payment\.$/],
    ['refill --context room', { MONGODB_URL: 'mongodb://127.0.0.1:1' }, /^MongoDB does not answer at 127/],
  ])('events %s with %o says in a line what is missing', async (args, more, problem) => {
    const surroundings = 'DATA_DIR' in more ? more : { ...env, DATA_DIR: tmpdir(), ...more };
    const { status, output } = await events(args, surroundings);
    expect(status).toBe(1);
    expect(output).toMatch(problem);
    expect(output).not.toContain('\n');
  });

  test('--help says what there is', async () => {
    expect(await events('--help')).toMatchObject({ status: 0, output: expect.stringContaining('refill') });
  });
});
