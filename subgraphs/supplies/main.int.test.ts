import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { newId } from '../../platform/identifiers.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { startConsumer } from '../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { disposable, eventually, testMongoUrl } from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { roomDeleted, roomRegistered, roomTransferred } from '../../schema/events/room.ts';
import { log, roomOf } from './testing/fixture.ts';
import { ADD, type Data } from './testing/graph.ts';

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
  return () => around[Symbol.asyncDispose]();
});

/** The service as a process of its own, with a database of its own. */
function start(natsUrl = around.natsUrl('supplies'), env: Readonly<Record<string, string>> = {}) {
  return around.start<Data>(join(import.meta.dirname, 'main.ts'), {
    MONGODB_URL: testMongoUrl(),
    NATS_URL: natsUrl,
    ...env,
  });
}

type RoomData = {
  readonly room: ReturnType<typeof roomOf>;
  readonly supplies?: null;
  readonly previousHost?: { readonly id: string };
};

function roomEvent(type: string, version: number, data: RoomData): CloudEvent {
  const cause = { correlationId: 'story', causationId: 'story' };
  return {
    id: newId(),
    type,
    aggregateId: data.room.id,
    version,
    time: new Date().toISOString(),
    cause,
    data,
  };
}

test('provisions and removes supplies of rooms, follows their hosts, and drains on SIGTERM', async () => {
  const publish = createPublisher(around.nats, 'room');
  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats: around.nats,
      context: 'supplies',
      durable: 'test',
      events: ['provisioned', 'removed'],
      handle: async ({ subject, version, cause }) => {
        seen.push(`${subject} ${version} ${cause.correlationId}`);
      },
      log,
    }),
  );
  const room = roomOf(newId());
  // Registered while the service is down.
  await publish([roomEvent(roomRegistered.type, 1, { room, supplies: null })]);

  await using service = await start();
  await eventually(() => expect(seen).toEqual([`supplies.provisioned.${room.id} 1 story`]));
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  expect(await service.ask('service', `{ mayRemoveRoomSupplies(roomId: "${room.id}") }`)).toEqual({
    data: { mayRemoveRoomSupplies: true },
  });

  const transferred = { ...room, host: { id: 'henry' } };
  await publish([roomEvent(roomTransferred.type, 2, { room: transferred, previousHost: room.host })]);
  const input = { roomId: room.id, name: 'Lamp', quantity: 1, idempotencyKey: newId() };
  await eventually(async () => {
    const { data } = await service.ask('host', ADD, { input }, 'henry');
    expect(data.addSupply).toMatchObject({ __typename: 'AddSupplySuccess' });
  });

  await publish([roomEvent(roomDeleted.type, 3, { room: { ...room, deleted: true } })]);
  await eventually(() => expect(seen).toHaveLength(2));
  expect(seen[1]).toBe(`supplies.removed.${room.id} 3 story`);
  expect(await service.end('SIGTERM')).toBe(0);
});

test('serves while NATS is down', async () => {
  await using service = await start('nats://127.0.0.1:1');
  expect(await service.ask('service', '{ standardSupplies { name } }')).toMatchObject({
    data: { standardSupplies: expect.any(Array) },
  });
  expect(await service.end('SIGTERM')).toBe(0);
});

test('serves metrics in production at a port of their own or not at all', async () => {
  const port = await freePort();
  const status = async (url: string) => (await fetch(`${url}/metrics`)).status;
  const apart = `http://127.0.0.1:${port}`;
  await using without = await start(undefined, { NODE_ENV: 'production' });
  expect(await status(without.url)).toBe(404);
  await using own = await start(undefined, { NODE_ENV: 'production', METRICS_PORT: String(port) });
  expect(await status(own.url)).toBe(404);
  expect(await (await fetch(`${apart}/metrics`)).text()).toContain('service_outbox_events');
  expect((await fetch(`${apart}/graphql`, { method: 'POST' })).status).toBe(404);
  await using development = await start();
  expect(await status(development.url)).toBe(200);
});
