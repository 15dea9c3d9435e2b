import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { listDeadLetters } from '../../platform/messaging/jetstream/dead-letters.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { createTestDatabase, eventually } from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { roomUpdated } from '../../schema/events/room.ts';
import {
  bookingOf,
  eventOf,
  messageOf,
  registrationOf,
  roomOf,
  statusOf,
  storyOf,
  type ViewEvent,
} from './testing/events.ts';
import { type Data, ROOM_BOARD } from './testing/graph.ts';

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
  return () => around[Symbol.asyncDispose]();
});

const MAIN = join(import.meta.dirname, 'main.ts');

function toCloudEvent({ definition, ...event }: ViewEvent): CloudEvent {
  return { ...event, type: definition.type, cause: { correlationId: 'story', causationId: 'story' } };
}

/** Publishes events of one context. */
async function publish(...events: readonly ViewEvent[]): Promise<readonly CloudEvent[]> {
  const sent = events.map(toCloudEvent);
  await createPublisher(around.nats, events[0]?.definition.context ?? '')(sent);
  return sent;
}

test('shows what happened while it was down, is fresh, takes everything twice, and drains', async () => {
  const room = roomOf();
  const booking = bookingOf({ room });
  const ofRooms = await publish(
    ...registrationOf(room),
    statusOf(room, 3, 'FULL', booking.id, booking.slot.start),
  );
  const ofBookings = await publish(...storyOf(booking));

  await using database = await createTestDatabase();
  await using service = await around.start<Data>(MAIN, { DATABASE_URL: database.url });
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  const read = async () => (await service.ask('customer', ROOM_BOARD, {})).data.roomBoard;
  const expected = {
    total: 1,
    full: 1,
    edges: [{ node: { roomId: room.id, currentBookingId: booking.id, bookedUntil: booking.slot.end } }],
  };
  const begun = new Date().toISOString();
  await eventually(async () => {
    const board = await read();
    expect(board).toMatchObject(expected);
    // There is nothing more to see.
    expect(board.asOf >= begun).toBe(true);
  });

  await around.refill('room', ofRooms.toReversed());
  await around.refill('booking', ofBookings.toReversed());
  expect(await read()).toMatchObject(expected);
  expect(await service.end('SIGTERM')).toBe(0);
});

test('takes thousands of events of one aggregate together, because their order does not matter', async () => {
  const most = 5_000;
  await publish(...Array.from({ length: most }, (_, index) => messageOf('hot', index + 1, index + 1)));
  await using database = await createTestDatabase();
  await using service = await around.start<Data>(MAIN, { DATABASE_URL: database.url });
  const page = '{ myPage { unreadMessages } }';
  await eventually(async () => {
    expect((await service.ask('customer', page, {}, 'hot')).data.myPage).toEqual({ unreadMessages: most });
  });
});

test('an event that cannot be stored keeps no other from the view, and becomes a dead letter', async () => {
  await using database = await createTestDatabase();
  await using service = await around.start<Data>(MAIN, { DATABASE_URL: database.url, EVENT_MAX_TRIES: '1' });
  const wrong = roomOf({ capacity: 2 ** 40 });
  const right = Array.from({ length: 20 }, () => roomOf({ name: 'Right' }));
  await publish(
    ...right.slice(0, 10).flatMap((room) => registrationOf(room)),
    eventOf(roomUpdated, wrong.id, 1, { room: wrong }),
    ...right.slice(10).flatMap((room) => registrationOf(room)),
  );
  await eventually(async () => {
    const { data } = await service.ask('customer', ROOM_BOARD, { filter: { nameContains: 'right' } });
    expect(data.roomBoard.total).toBe(20);
    const letters = await listDeadLetters(await around.nats.client);
    expect(letters.filter(({ service: of }) => of === 'view')).toMatchObject([
      { subject: `room.updated.${wrong.id}`, tries: 1 },
    ]);
  });
});
