import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Schema } from 'mongoose';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '../../platform/identifiers.ts';
import { type CloudEvent, defineEvent, message, type ReceivedEvent } from '../../platform/messaging/event.ts';
import { startConsumer } from '../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { contextStream, ensureStream } from '../../platform/messaging/jetstream/streams.ts';
import { createMongoAggregateStore } from '../../platform/mongo/aggregate-store.ts';
import { connectMongo, type MongoLink } from '../../platform/mongo/connection.ts';
import { publishWaiting as publishMongo } from '../../platform/mongo/outbox.ts';
import { aggregateSchema, EMBEDDED, openAggregates } from '../../platform/mongo/schemas.ts';
import { markHandled, publishWaiting as publishPostgres } from '../../platform/postgres/event-log.ts';
import { migrate } from '../../platform/postgres/migrate.ts';
import { createPool, type Pool } from '../../platform/postgres/pool.ts';
import { eventually, storeEvents } from '../../platform/testing/index.ts';
import { createEventsFixture, type EventsFixture, log, NOON } from './testing/fixture.ts';

const cause = { correlationId: 'story', causationId: 'request' };
const numbered = z.object({ number: z.int() });

let fixture: EventsFixture;
beforeAll(async () => {
  fixture = await createEventsFixture();
  return () => fixture[Symbol.asyncDispose]();
});

function versionsOf(found: readonly CloudEvent[], aggregateId: string) {
  return found.filter((event) => event.aggregateId === aggregateId).map(({ version }) => version);
}

describe('refill out of PostgreSQL', () => {
  const paid = defineEvent('booking', 'paid', numbered);
  let pool: Pool;

  beforeAll(async () => {
    pool = createPool({ url: fixture.database.url, schema: 'booking', log });
    // An empty series: the tables that all services have are enough.
    const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    await migrate(pool, 'booking', { series: 'test', folder });
    return async () => {
      await pool.end();
      await rm(folder, { recursive: true });
    };
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE events, outbox, inbox');
    return fixture.removeStream('booking').catch(() => undefined);
  });

  async function store(aggregateId: string, version: number, time = NOON): Promise<void> {
    const messages = [message(paid, time, { number: version })];
    await storeEvents(pool, { aggregateId, version: version - 1, messages, cause });
  }
  const relay = () => publishPostgres(pool, createPublisher(fixture.nats, 'booking'));

  test('a deleted stream contains all events again, in order; consumers that handled them do nothing twice', async () => {
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
    const before = await fixture.readStream('booking');
    const effects: string[] = [];
    let handled = 0;
    const consumer = startConsumer({
      nats: fixture.nats,
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
    await fixture.removeStream('booking');

    expect(await fixture.run('refill --context booking')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^booking +5 events stored, 5 sent in .*; the stream is whole$/),
    });
    const place = ({ streamSequence: _, ...event }: ReceivedEvent) => event;
    expect((await fixture.readStream('booking')).map(place)).toEqual(before.map(place));
    await eventually(() => expect(handled).toBe(10));
    expect(effects).toHaveLength(5);

    expect((await fixture.run('refill --context booking')).output).toMatch(
      /5 events stored, 0 sent; the stream is whole/,
    );
    await store(a, 4);
    await relay();
    await eventually(() => expect(effects).toHaveLength(6));
    await consumer.close();
  });

  test('events whose retention is over are sent on demand, and go again; consumers do nothing twice', async () => {
    const { jsm } = await fixture.nats.client;
    await ensureStream(jsm, contextStream('booking', { keptMs: 1_000 }));
    const [old, recent] = [newId(), newId()];
    for (const version of [1, 2]) await store(old, version, '2026-01-05T12:00:00.000Z');
    await store(recent, 1);
    await relay();
    await fixture.removeStream('booking');
    await ensureStream(jsm, contextStream('booking', { keptMs: 1_000 }));
    const publishOther = () =>
      createPublisher(fixture.nats, 'booking', { retention: { latest: [] } })([
        {
          id: newId(),
          type: 'meetingroom.booking.other.v1',
          aggregateId: newId(),
          version: 1,
          time: NOON,
          cause,
          data: {},
        },
      ]);
    const effects: string[] = [];
    let handled = 0;
    const consumer = startConsumer({
      nats: fixture.nats,
      context: 'booking',
      durable: 'further',
      events: ['paid'],
      log,
      async handle({ id, aggregateId, version }) {
        const marked = await markHandled(pool, { table: 'inbox', id });
        if (marked === 'appended') effects.push(`${aggregateId} ${version}`);
        handled += 1;
      },
    });
    // On a busy machine events may expire before they are handled: then they are sent again.
    const sendUntilHandled = (command: string, said: RegExp, events: number) =>
      eventually(async () => {
        const before = handled;
        const { output } = await fixture.run(command);
        expect(output).toMatch(said);
        await eventually(() => expect(handled).toBeGreaterThanOrEqual(before + events), 5_000);
      });
    await sendUntilHandled(
      'refill --context booking',
      /3 events stored, 2 of them past, 1 sent in .*; the stream is whole$/,
      1,
    );
    expect(effects).toEqual([`${recent} 1`]);
    await eventually(async () => expect(await fixture.readStream('booking')).toEqual([]));

    for (let round = 0; round < 2; round += 1) {
      await sendUntilHandled(
        'refill --context booking --all',
        /3 events stored, \d+ sent in .*; the stream is whole$/,
        3,
      );
      let published = -Infinity;
      await eventually(async () => {
        // The server may notice an expiry only when the next message comes. When one came at each attempt,
        // the events sometimes stayed; so one comes less often than they expire.
        if (performance.now() - published > 1_500) {
          await publishOther();
          published = performance.now();
        }
        const found = await fixture.readStream('booking');
        expect(found.filter(({ type }) => type === paid.type)).toEqual([]);
      });
    }
    expect(effects).toEqual([`${recent} 1`, `${old} 1`, `${old} 2`]);
    await consumer.close();
  });

  test('an event published after the loss stays the last of its aggregate', async () => {
    const id = newId();
    await store(id, 1);
    await store(id, 2);
    await relay();
    await fixture.removeStream('booking');
    await store(id, 3);
    await relay();
    expect(versionsOf(await fixture.readStream('booking'), id)).toEqual([3]);
    expect((await fixture.run('refill --context booking')).status).toBe(0);
    expect(versionsOf(await fixture.readStream('booking'), id)).toEqual([3, 1, 2, 3]);
  });

  test('an unpublished event is left to the relay', async () => {
    const id = newId();
    await store(id, 1);
    await relay();
    await fixture.removeStream('booking');
    await store(id, 2);
    await fixture.run('refill --context booking');
    await relay();
    expect(versionsOf(await fixture.readStream('booking'), id)).toEqual([1, 2]);
  });

  test('if everything that NATS stored is gone, the command creates the stream again', async () => {
    const id = newId();
    await store(id, 1);
    await relay();
    await fixture.servers.server('nats').stop();
    await rm(join(fixture.servers.dataDir, 'nats', 'jetstream'), { recursive: true });
    await fixture.servers.server('nats').start();
    await eventually(() => expect(fixture.nats.isConnected()).toBe(true));
    expect((await fixture.run('refill --context booking')).status).toBe(0);
    expect(versionsOf(await fixture.readStream('booking'), id)).toEqual([1]);
  });
});

describe('refill out of MongoDB', () => {
  test('a deleted stream contains all events again, in order', async () => {
    const updated = defineEvent('room', 'updated', numbered);
    const mongo: MongoLink = await connectMongo({ url: fixture.env.MONGODB_URL ?? '', dbName: 'room', log });
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
      await publishMongo([models], createPublisher(fixture.nats, 'room'));
    }
    await fixture.removeStream('room');
    expect((await fixture.run('refill --context room')).output).toMatch(/5 events stored, 5 sent .*whole$/);
    const found = await fixture.readStream('room');
    expect([versionsOf(found, a), versionsOf(found, b)]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    await mongo.close();
  });
});
