import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import { publishWaiting, readOutbox } from '../postgres/event-log.ts';
import { migrate } from '../postgres/migrate.ts';
import { createPool, type Pool, transaction } from '../postgres/pool.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase, eventually, storeEvents } from '../testing/index.ts';
import { defineEvent, message } from './event.ts';
import { connectNats, type NatsLink } from './jetstream/connection.ts';
import { createPublisher } from './jetstream/publisher.ts';
import { streamOf } from './jetstream/streams.ts';
import { startRelay } from './relay.ts';

const log = createLogger('test', 'silent');
const CONTEXT = 'counter';
const counted = defineEvent(CONTEXT, 'counted', z.object({ total: z.int() }));

let servers: RunningServers;
let nats: NatsLink;
let pool: Pool;

beforeAll(async () => {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  servers = await startServers({ nats: true });
  nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  pool = createPool({ url: database.url, schema: CONTEXT, log });
  await migrate(pool, CONTEXT, { series: CONTEXT, folder });
  await nats.client;
  return async () => {
    await nats.close();
    await pool.end();
    await database[Symbol.asyncDispose]();
    await servers[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  };
});

async function store(aggregateId: string, version: number, slowly: Promise<void> = Promise.resolve()) {
  await transaction(pool, async (client) => {
    const cause = { correlationId: 'story', causationId: 'request' };
    const messages = [message(counted, '2030-05-01T12:00:00.000Z', { total: version })];
    await storeEvents(client, { aggregateId, version: version - 1, messages, cause });
    await slowly;
  });
}

/** The versions of each aggregate, in the order of the stream. */
async function versionsInStream(...aggregates: readonly string[]): Promise<readonly (readonly number[])[]> {
  const { jsm } = await nats.client;
  const { state } = await jsm.streams.info(streamOf(CONTEXT));
  const found = new Map<string, number[]>(aggregates.map((id) => [id, []]));
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const { header } = await jsm.streams.getMessage(streamOf(CONTEXT), { seq });
    found.get(header.get('ce-subject'))?.push(Number(header.get('ce-sequence')));
  }
  return [...found.values()];
}

const startOne = () =>
  startRelay({ publishBatch: () => publishWaiting(pool, createPublisher(nats, CONTEXT)), log });

test('when a relay crashes before it empties the outbox, the next one publishes no duplicates', async () => {
  const id = newId();
  await store(id, 1);
  await store(id, 2);
  const publish = createPublisher(nats, CONTEXT);
  const dying = publishWaiting(pool, async (events) => {
    await publish(events);
    throw new Error('killed');
  });
  await expect(dying).rejects.toThrow('killed');
  expect(await publishWaiting(pool, publish)).toBe(2);
  expect(await versionsInStream(id)).toEqual([[1, 2]]);
});

test('what waits in the outbox is told with its number and its oldest event', async () => {
  expect(await readOutbox(pool)).toEqual({ events: 0, oldest: null });
  const id = newId();
  await store(id, 1);
  await store(id, 2);
  expect(await readOutbox(pool)).toEqual({ events: 2, oldest: '2030-05-01T12:00:00.000Z' });
  await publishWaiting(pool, createPublisher(nats, CONTEXT));
  expect(await readOutbox(pool)).toEqual({ events: 0, oldest: null });
});

test('with three relays, a slow transaction and an outage of NATS, each event is published once and in order', async () => {
  const relays = [startOne(), startOne(), startOne()];
  const wake = () => {
    for (const relay of relays) relay.wake();
  };
  const [quick, slow] = [newId(), newId()];
  const gate = Promise.withResolvers<void>();
  const held = store(slow, 1, gate.promise);
  for (let version = 1; version <= 10; version += 1) {
    await store(quick, version);
    wake();
  }
  await servers.server('nats').stop();
  for (let version = 11; version <= 20; version += 1) {
    await store(quick, version);
    wake();
  }
  gate.resolve();
  await held;
  await store(slow, 2);
  await servers.server('nats').start();
  await eventually(() => expect(nats.isConnected()).toBe(true));
  wake();
  await eventually(async () =>
    expect(await versionsInStream(quick, slow)).toEqual([
      Array.from({ length: 20 }, (_, index) => index + 1),
      [1, 2],
    ]),
  );
  await Promise.all(relays.map((relay) => relay.close()));
});
