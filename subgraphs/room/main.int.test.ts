import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { startConsumer } from '../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { disposable, eventually, testMongoUrl } from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { bookingPaid } from '../../schema/events/booking.ts';
import { suppliesProvisioned } from '../../schema/events/supplies.ts';
import { details, log } from './testing/fixture.ts';
import { type Data, LIST, REGISTER } from './testing/graph.ts';

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
  return () => around[Symbol.asyncDispose]();
});

/** The service as a process of its own. */
async function start(mongodbUrl: string, natsUrl = around.natsUrl('room')) {
  const service = await around.start<Data>(join(import.meta.dirname, 'main.ts'), {
    MONGODB_URL: mongodbUrl,
    NATS_URL: natsUrl,
    SUPPLIES_URL: 'http://127.0.0.1:1',
  });
  return {
    ...service,
    async register(): Promise<string> {
      return (await service.ask('host', REGISTER, { input: details })).data.register.room.id;
    },
  };
}

function paidEvent(roomId: string, start: number, end: number): CloudEvent {
  const id = newId();
  const booking = {
    id,
    status: 'PAID',
    room: { id: roomId, name: 'Han' },
    customer: { id: 'alice' },
    slot: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
    price: details.hourlyRate,
    requestedAt: new Date().toISOString(),
    cancelledAt: null,
    cancellationReason: null,
  };
  const cause = { correlationId: 'story', causationId: 'story' };
  const time = new Date().toISOString();
  return { id: newId(), type: bookingPaid.type, aggregateId: id, version: 2, time, cause, data: { booking } };
}

test('a room is FULL from the start of the slot to its end, to the millisecond', async () => {
  const publish = createPublisher(around.nats, 'booking');
  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats: around.nats,
      context: 'room',
      durable: 'test',
      events: ['registered', 'assigned', 'statusChanged'],
      handle: async ({ type, time, version, data }) => {
        const { status } = data as { readonly status?: string };
        const name = status ? `${status} ${version} ${time}` : type.split('.')[2];
        seen.push(name ?? '');
      },
      log,
    }),
  );
  const database = testMongoUrl();
  await using first = await start(database);
  expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
  const roomId = await first.register();
  await eventually(() => expect(seen).toHaveLength(2));
  expect(await first.end('SIGTERM')).toBe(0);

  // Paid while the service is down; the slot is over before it is back.
  const passed = Date.now() - 60_000;
  await publish([paidEvent(roomId, passed - 60_000, passed)]);
  await using second = await start(database);
  await eventually(() => expect(seen).toEqual(['registered', expect.stringMatching('^EMPTY 2'), 'assigned']));

  // A busy machine may hear of it seconds later, and must not miss it.
  const begin = Date.now() + 3_500;
  const end = begin + 3_500;
  await publish([paidEvent(roomId, begin, end)]);
  await eventually(() => expect(seen).toHaveLength(6));
  expect(seen.slice(3)).toEqual([
    'assigned',
    `FULL 3 ${new Date(begin).toISOString()}`,
    `EMPTY 4 ${new Date(end).toISOString()}`,
  ]);
  expect(await second.end('SIGTERM')).toBe(0);
});

test('rooms are registered while NATS and supplies are down, and published later, also after a crash', async () => {
  const database = testMongoUrl();
  await using alone = await start(database, 'nats://127.0.0.1:1');
  const roomId = await alone.register();
  await alone.end('SIGKILL');

  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats: around.nats,
      context: 'room',
      durable: 'test-of-crash',
      events: ['registered', 'statusChanged'],
      handle: async ({ type, aggregateId, version }) => {
        if (aggregateId === roomId) seen.push(`${type.split('.')[2]} ${version}`);
      },
      log,
    }),
  );
  await using service = await start(database);
  await eventually(() => expect(seen).toEqual(['registered 1', 'statusChanged 2']));
  expect(await service.end('SIGTERM')).toBe(0);
});

test('a version that is new to the supplies of rooms reads them from the beginning of the stream', async () => {
  await using empty = await startSurroundings();
  const database = testMongoUrl();
  await using before = await start(database, 'nats://127.0.0.1:1');
  const roomId = await before.register();
  await before.end('SIGTERM');
  const now = new Date().toISOString();
  const chairs = { id: newId(), name: 'Chair', quantity: 8, updatedAt: now };
  await createPublisher(
    empty.nats,
    'supplies',
  )([
    {
      id: newId(),
      type: suppliesProvisioned.type,
      aggregateId: roomId,
      version: 1,
      time: now,
      cause: { correlationId: 'story', causationId: 'story' },
      data: { room: { id: roomId }, supplies: [chairs] },
    },
  ]);

  await using service = await start(database, empty.natsUrl('room'));
  await eventually(async () => {
    const { data } = await service.ask('customer', LIST, { filter: { supplies: ['CHAIR'] } });
    expect(data.rooms.edges.map(({ node }) => node.id)).toEqual([roomId]);
  });
  expect(await service.end('SIGTERM')).toBe(0);
});
