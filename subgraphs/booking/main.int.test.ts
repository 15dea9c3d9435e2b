import { beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import type { CloudEvent, DataOf, EventDefinition, ReceivedEvent } from '../../platform/messaging/event.ts';
import { startConsumer } from '../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { eventually } from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { bookingTransferred } from '../../schema/events/booking.ts';
import { paymentCaptured, paymentVoided } from '../../schema/events/payment.ts';
import { roomRegistered, roomTransferred, roomUnassigned } from '../../schema/events/room.ts';
import type { RoomReplica } from './application/ports.ts';
import {
  type PaymentStub,
  SERVICE_TOKEN,
  startBookingProcess,
  startPaymentStub,
} from './testing/booking-process.ts';
import { book, createFixture, type Fixture, log, roomOf } from './testing/fixture.ts';

let around: Surroundings;
let payment: PaymentStub;
/** The database of one test; its process makes its own connections to it. */
let fixture: Fixture;

const NOWHERE = 'nats://127.0.0.1:1';
/** Bookings are taken for the next two years. */
const NEXT_YEAR = new Date().getUTCFullYear() + 1;
const received: ReceivedEvent[] = [];

beforeAll(async () => {
  around = await startSurroundings();
  const consumer = startConsumer({
    nats: around.nats,
    context: 'booking',
    durable: 'test',
    events: ['requested', 'paid', 'confirmed', 'cancelled', 'transferred'],
    handle: async (event) => void received.push(event),
    log,
  });
  return async () => {
    await consumer.close();
    await around[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  payment = await startPaymentStub();
  fixture = await createFixture();
  return async () => {
    await payment[Symbol.asyncDispose]();
    await fixture[Symbol.asyncDispose]();
  };
});

const start = (natsUrl?: string) =>
  startBookingProcess(around, { databaseUrl: fixture.url, paymentUrl: payment.url, natsUrl });

const BOOK = /* GraphQL */ `
  mutation ($input: BookRoomInput!) {
    bookRoom(input: $input) { __typename ... on BookRoomSuccess { booking { id status } } ... on Problem { message } }
  }
`;
const BOOKING = 'query ($id: ID!) { booking(id: $id) { status history { type correlationId } } }';

const inputFor = (roomId: string, fields: object = {}) => ({
  input: { roomId, paymentMethod: 'pm_card_visa', ...fields },
});

/** Lets an event of another service happen. */
async function tell<Definition extends EventDefinition>(
  { context, type }: Definition,
  aggregateId: string,
  data: DataOf<Definition>,
  version = 1,
): Promise<CloudEvent> {
  const event: CloudEvent = {
    id: newId(),
    type,
    aggregateId,
    version,
    time: new Date().toISOString(),
    cause: { correlationId: 'story', causationId: 'test' },
    data,
  };
  await createPublisher(around.nats, context)([event]);
  return event;
}

function paymentOf(bookingId: string, status: 'CAPTURED' | 'VOIDED') {
  const amount = { amount: 1_000, currency: 'KRW' };
  return { id: newId(), status, amount, booking: { id: bookingId }, customer: { id: 'alice' } };
}

/** A room as the room service publishes it. */
function publishedRoom({ hostId, version: _, ...room }: RoomReplica): DataOf<typeof roomRegistered>['room'] {
  return { ...room, host: hostId === null ? null : { id: hostId }, description: null };
}

const publishedFor = (bookingId: string) => received.filter((event) => event.aggregateId === bookingId);
const namesOf = (events: readonly ReceivedEvent[]) => events.map(({ type }) => type.split('.')[2]);

test('a registered room is booked, paid and confirmed', async () => {
  await using booking = await start();
  const roomId = newId();
  await tell(roomRegistered, roomId, {
    room: publishedRoom(roomOf({ id: roomId })),
    supplies: null,
  });

  // The room's event may still be on its way: booking waits for it.
  const { data } = await booking.ask(BOOK, inputFor(roomId), { 'x-correlation-id': 'story' });
  expect(data.bookRoom).toMatchObject({ __typename: 'BookRoomSuccess', booking: { status: 'PAID' } });
  const { id } = data.bookRoom.booking;
  expect(payment.requests).toMatchObject([
    {
      bookingId: id,
      roomId,
      customerId: 'alice',
      headers: { authorization: `Bearer ${SERVICE_TOKEN}`, 'x-correlation-id': 'story' },
    },
  ]);
  await eventually(() => expect(namesOf(publishedFor(id))).toEqual(['requested', 'paid']));
  expect(publishedFor(id)).toMatchObject([
    { version: 1, subject: `booking.requested.${id}`, cause: { correlationId: 'story' } },
    { version: 2, subject: `booking.paid.${id}`, cause: { correlationId: 'story' } },
  ]);

  const captured = await tell(paymentCaptured, newId(), { payment: paymentOf(id, 'CAPTURED') });
  await eventually(async () =>
    expect((await booking.ask(BOOKING, { id })).data.booking.status).toBe('CONFIRMED'),
  );
  await eventually(() => expect(namesOf(publishedFor(id))).toEqual(['requested', 'paid', 'confirmed']));
  expect(publishedFor(id)[2]).toMatchObject({
    version: 3,
    cause: { correlationId: 'story', causationId: captured.id },
    data: {
      booking: {
        id,
        status: 'CONFIRMED',
        room: { id: roomId, name: 'Han', host: { id: 'henry' } },
        customer: { id: 'alice' },
      },
    },
  });
  const { history } = (await booking.ask(BOOKING, { id })).data.booking;
  expect(history).toEqual(
    ['REQUESTED', 'PAID', 'CONFIRMED'].map((type) => ({ type, correlationId: 'story' })),
  );
  expect(await booking.end('SIGTERM')).toBe(0);
});

test('a room from before hosts were kept is completed from the stream, and its new host follows its bookings', async () => {
  const room = roomOf();
  await fixture.rooms.save(room);
  await fixture.pool.query('UPDATE rooms SET time_zone = NULL, host_id = NULL, location = NULL');
  const { id } = await book(fixture, 'CONFIRMED', { room: { ...room, hostId: null } });
  await tell(roomRegistered, room.id, { room: publishedRoom(room), supplies: null });
  await using booking = await start();
  await eventually(async () => expect(await fixture.rooms.find(room.id)).toEqual(room));
  const hosts = () =>
    publishedFor(id).flatMap(({ type, data }) =>
      type === bookingTransferred.type ? bookingTransferred.data.parse(data).booking.room.host : [],
    );
  await eventually(() => expect(hosts()).toEqual([{ id: 'henry' }]));

  const given = { ...room, hostId: 'hanna' };
  const previousHost = { id: 'henry' };
  await tell(roomTransferred, room.id, { room: publishedRoom(given), previousHost }, 2);
  await eventually(() => expect(hosts()).toEqual([{ id: 'henry' }, { id: 'hanna' }]));
  expect(await booking.end('SIGTERM')).toBe(0);
});

test('rooms are booked while NATS is down, and the events are published when it is up', async () => {
  const room = roomOf();
  await fixture.rooms.save(room);
  await using alone = await start(NOWHERE);
  const { data } = await alone.ask(BOOK, inputFor(room.id));
  expect(data.bookRoom).toMatchObject({ __typename: 'BookRoomSuccess' });
  expect(await alone.end('SIGTERM')).toBe(0);

  await using booking = await start();
  const { id } = data.bookRoom.booking;
  await eventually(() => expect(namesOf(publishedFor(id))).toEqual(['requested', 'paid']));
  expect(await booking.end('SIGTERM')).toBe(0);
});

test('it drains while NATS is down, and loses no event', async () => {
  const room = roomOf();
  await fixture.rooms.save(room);
  await using booking = await start();
  const first = (await booking.ask(BOOK, inputFor(room.id))).data.bookRoom.booking;
  await eventually(() => expect(publishedFor(first.id)).toHaveLength(2));
  await around.servers.server('nats').stop();
  const later = { start: `${NEXT_YEAR}-05-01T09:00:00Z`, end: `${NEXT_YEAR}-05-01T10:00:00Z` };
  const second = (await booking.ask(BOOK, inputFor(room.id, { slot: later }))).data.bookRoom.booking;
  expect(await booking.end('SIGTERM')).toBe(0);

  await around.servers.server('nats').start();
  await using again = await start();
  await eventually(() => expect(namesOf(publishedFor(second.id))).toEqual(['requested', 'paid']));
  expect(await again.end('SIGTERM')).toBe(0);
});

test('a drain waits for bookings that are being paid', async () => {
  const room = roomOf();
  await fixture.rooms.save(room);
  await using booking = await start();
  const gate = Promise.withResolvers<void>();
  payment.before = () => gate.promise;
  const booked = booking.ask(BOOK, inputFor(room.id));
  await eventually(() => expect(payment.requests).toHaveLength(1));
  const ended = booking.end('SIGTERM');
  // It takes no more; the one in hand is waited for.
  await eventually(() => expect(fetch(`${booking.url}/health/live`)).rejects.toThrow());
  gate.resolve();
  expect((await booked).data.bookRoom).toMatchObject({ __typename: 'BookRoomSuccess' });
  expect(await ended).toBe(0);
});

test('a booking that a crash cut off during its payment continues when it is requested again', async () => {
  const room = roomOf();
  await fixture.rooms.save(room);
  await using crashing = await start();
  payment.before = () => new Promise(() => {});
  const input = inputFor(room.id, { idempotencyKey: 'once' });
  const cutOff = expect(crashing.ask(BOOK, input)).rejects.toThrow();
  await eventually(() => expect(payment.requests).toHaveLength(1));
  await crashing.end('SIGKILL');
  await cutOff;

  payment.before = async () => {};
  await using booking = await start();
  const { data } = await booking.ask(BOOK, input);
  expect(data.bookRoom).toMatchObject({ __typename: 'BookRoomSuccess', booking: { status: 'PAID' } });
  expect(payment.requests.map(({ bookingId }) => bookingId)).toEqual([
    data.bookRoom.booking.id,
    data.bookRoom.booking.id,
  ]);
});

test('events that are redelivered after the inbox has deleted them change nothing', async () => {
  const room = roomOf();
  await fixture.rooms.save(room);
  await using booking = await start();
  const slotAt = (hour: number) => ({
    start: `${NEXT_YEAR}-05-01T0${hour}:00:00.000Z`,
    end: `${NEXT_YEAR}-05-01T0${hour + 1}:00:00.000Z`,
  });
  const bookAt = async (hour: number): Promise<string> => {
    const { data } = await booking.ask(BOOK, inputFor(room.id, { slot: slotAt(hour) }));
    return data.bookRoom.booking.id;
  };
  const [confirmed, unassigned, voided] = [await bookAt(1), await bookAt(2), await bookAt(3)];
  const ofPayment = [
    await tell(paymentCaptured, newId(), { payment: paymentOf(confirmed, 'CAPTURED') }),
    await tell(paymentVoided, newId(), {
      payment: paymentOf(voided, 'VOIDED'),
      reason: 'CAPTURE_FAILED',
    }),
  ];
  const ofRoom = await tell(roomUnassigned, room.id, {
    room: { id: room.id, name: room.name },
    booking: { id: unassigned, customer: { id: 'alice' } },
    slot: slotAt(2),
    reason: 'ROOM_CLOSED',
  });
  const ends = () => [confirmed, unassigned, voided].map((id) => namesOf(publishedFor(id)).at(-1));
  await eventually(() => expect(ends()).toEqual(['confirmed', 'cancelled', 'cancelled']));
  const { rows: before } = await fixture.pool.query('SELECT * FROM events ORDER BY position');

  expect((await fixture.pool.query('DELETE FROM inbox')).rowCount).toBe(3);
  await around.refill('payment', ofPayment);
  await around.refill('room', [ofRoom]);
  expect((await fixture.pool.query('SELECT * FROM events ORDER BY position')).rows).toEqual(before);
  expect(await booking.end('SIGTERM')).toBe(0);
});
