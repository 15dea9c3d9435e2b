import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { startConsumer } from '../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { createTestDatabase, disposable, eventually } from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { roomDeleted, roomRegistered } from '../../schema/events/room.ts';
import { log, type RoomData, roomOf } from './testing/fixture.ts';
import { type Data, MUTATIONS } from './testing/graph.ts';

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
  return () => around[Symbol.asyncDispose]();
});

/** A booking service that lets everybody review: the real one would need bookings that have begun. */
async function startBookingStub() {
  const requests: { readonly body: string; readonly authorization: string | undefined }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ body: await text(request), authorization: request.headers.authorization });
    response.setHeader('content-type', 'application/json').end('{"data":{"mayReviewRoom":true}}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function roomEvent(type: string, version: number, data: { room: RoomData; supplies?: null }): CloudEvent {
  return {
    id: newId(),
    type,
    aggregateId: data.room.id,
    version,
    time: new Date().toISOString(),
    cause: { correlationId: 'story', causationId: 'story' },
    data,
  };
}

test('serves rooms that were registered while it was down, publishes what happens, and drains', async () => {
  const publish = createPublisher(around.nats, 'room');
  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats: around.nats,
      context: 'community',
      durable: 'test',
      events: ['liked', 'reviewWritten'],
      handle: async ({ subject, version }) => void seen.push(`${subject} ${version}`),
      log,
    }),
  );
  const room = roomOf();
  await publish([roomEvent(roomRegistered.type, 1, { room, supplies: null })]);

  await using database = await createTestDatabase();
  await using bookings = await startBookingStub();
  await using service = await around.start<Data>(join(import.meta.dirname, 'main.ts'), {
    DATABASE_URL: database.url,
    BOOKING_URL: bookings.url,
    SERVICE_TOKEN: 'token-of-community',
  });
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  const target = { type: 'ROOM', id: room.id };
  await eventually(async () => {
    const { data } = await service.ask('customer', MUTATIONS.like, { input: { target } }, 'alice');
    expect(data.like).toMatchObject({ __typename: 'TargetMutationSuccess', target: { likeCount: 1 } });
  });
  const input = { target, rating: 5, text: 'Good' };
  const { data } = await service.ask('customer', MUTATIONS.writeReview, { input }, 'alice');
  expect(data.writeReview).toMatchObject({ __typename: 'WriteReviewSuccess' });
  expect(bookings.requests).toMatchObject([{ authorization: 'Bearer token-of-community' }]);
  expect(JSON.parse(bookings.requests[0]?.body ?? '{}').variables).toEqual({
    customerId: 'alice',
    roomId: room.id,
  });
  await eventually(() =>
    expect(seen).toEqual([`community.liked.${room.id} 1`, `community.reviewWritten.${room.id} 2`]),
  );

  await publish([roomEvent(roomDeleted.type, 2, { room: { ...room, deleted: true } })]);
  await eventually(async () => {
    const again = await service.ask('customer', MUTATIONS.like, { input: { target } }, 'alice');
    expect(again.data.like).toMatchObject({ __typename: 'NotFound', missingId: room.id });
  });
  expect(await service.end('SIGTERM')).toBe(0);
});
