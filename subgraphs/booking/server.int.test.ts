import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/index.ts';
import { type SubgraphServer, startSubgraphServer, subgraphSchema } from '../../platform/subgraph/index.ts';
import { createTestIssuer, type TestIssuer } from '../../platform/testing/index.ts';
import { createBookRoom } from './application/book-room.ts';
import { createCancelBooking } from './application/cancel-booking.ts';
import { createFreeSlots } from './application/free-slots.ts';
import type { Authorization, PaymentService, RoomReplica } from './application/ports.ts';
import { resolvers } from './resolvers/index.ts';
import { createLoaders } from './resolvers/loaders.ts';
import { append, at, book, createFixture, type Fixture, log, roomOf, slot } from './testing/fixture.ts';

let fixture: Fixture;
let issuer: TestIssuer;
let server: SubgraphServer;
let room: RoomReplica;
/** What payment answers: the test decides, since here it is about what the API makes of it. */
let answer: () => Promise<Authorization>;
let enter: PaymentService['enter'];
let databaseAnswers = true;

const clock = () => at('08:00');
const admitted = { kind: 'Admitted', waitedMs: 0, leave() {} } as const;

beforeAll(async () => {
  fixture = await createFixture();
  issuer = await createTestIssuer();
  server = await startServer();
  return async () => {
    await server.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
  answer = async () => ({ kind: 'Authorized' });
  enter = async () => admitted;
});

async function startServer(): Promise<SubgraphServer> {
  const { handleBooking, bookings, rooms, queries, pool } = fixture;
  const payments = { enter: () => enter(), authorize: () => answer() };
  const services = {
    bookRoom: createBookRoom({ handleBooking, bookings, rooms, payments, queries, clock }),
    cancelBooking: createCancelBooking({ handleBooking, bookings, clock }),
    freeSlots: createFreeSlots({ queries, rooms }),
    idempotency: createPostgresIdempotencyStore(pool),
    queries,
    rooms,
    clock,
  };
  return startSubgraphServer({
    port: 0,
    host: '127.0.0.1',
    verifier: issuer.verifier,
    log,
    typeDefs: await subgraphSchema(import.meta.dirname),
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(services) }),
    ping: async () => {
      if (!databaseAnswers) throw new Error('away');
    },
  });
}

type Answer = {
  readonly status: number;
  readonly correlationId: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look at answers of every shape
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

async function post(body: string, headers: Record<string, string> = {}, to = server): Promise<Answer> {
  const response = await fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answered: Pick<Answer, 'data' | 'errors'> = JSON.parse(await response.text());
  return { ...answered, status: response.status, correlationId: response.headers.get('x-correlation-id') };
}

type Caller = Parameters<TestIssuer['token']>[0];
const alice: Caller = { subject: 'alice', role: 'customer' };
const bob: Caller = { subject: 'bob', role: 'customer' };
const host: Caller = { subject: 'henry', role: 'host' };

async function ask(
  query: string,
  { as = alice, variables = {}, headers = {}, to = server } = {},
): Promise<Answer> {
  const authorization = `Bearer ${await issuer.token(as)}`;
  return post(JSON.stringify({ query, variables }), { authorization, ...headers }, to);
}

const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);

const BOOK = /* GraphQL */ `
  mutation ($input: BookRoomInput!) {
    bookRoom(input: $input) {
      __typename
      ... on BookRoomSuccess { booking { id status price { amount currency } customer { id } } }
      ... on Problem { message }
      ... on InvalidInput { field }
      ... on PaymentUnavailable { retryAfterSeconds }
      ... on PaymentDeclined { declineCode }
      ... on SlotTaken { nextFreeSlot { start end } }
      ... on RoomUnavailable { roomId }
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation ($input: CancelBookingInput!) {
    cancelBooking(input: $input) {
      __typename
      ... on CancelBookingSuccess { booking { id status cancelledAt cancellationReason } }
      ... on Problem { message }
      ... on NotFound { id }
      ... on BookingNotCancellable { status }
      ... on InvalidInput { field }
    }
  }
`;

async function bookRoom(fields: object = {}, as = alice, to = server): Promise<Answer['data']> {
  const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa', ...fields };
  const answered = await ask(BOOK, { as, variables: { input }, to });
  return answered.data?.bookRoom ?? answered;
}

async function cancelBooking(fields: object, as = alice): Promise<Answer['data']> {
  const answered = await ask(CANCEL, { as, variables: { input: fields } });
  return answered.data?.cancelBooking ?? answered;
}

describe('who asks', () => {
  const me = JSON.stringify({ query: '{ me { id } }' });

  test.each<[string, () => Promise<Record<string, string>>, string]>([
    ['nobody', async () => ({}), 'Send a bearer token'],
    ['another scheme', async () => ({ authorization: 'Basic YTpi' }), 'Send a bearer token'],
    ['nonsense', async () => ({ authorization: 'Bearer nonsense' }), 'not valid'],
    ['nonsense in three parts', async () => ({ authorization: 'Bearer a.b.c' }), 'not valid'],
    [
      'an expired token',
      async () => ({ authorization: `Bearer ${await issuer.token({ ...alice, expiresIn: -60 })}` }),
      'expired',
    ],
    [
      "somebody else's key",
      async () => ({ authorization: `Bearer ${await (await createTestIssuer()).token(alice)}` }),
      'not valid',
    ],
    [
      'an unknown role',
      async () => ({ authorization: `Bearer ${await issuer.token({ subject: 'alice', role: 'stranger' })}` }),
      'no known role',
    ],
  ])('%s is not let in', async (_who, headers, message) => {
    const answered = await post(me, await headers());
    expect(answered.status).toBe(401);
    expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
    expect(answered.errors?.[0]?.message).toContain(message);
  });

  test('the bearer of a token is who it says', async () => {
    expect((await ask('{ me { id } }')).data).toEqual({ me: { id: 'alice' } });
  });

  test('the list of all bookings is for staff', async () => {
    const query = '{ bookings(first: 1) { edges { cursor } } }';
    const refused = await ask(query);
    expect([refused.status, codesOf(refused), refused.data]).toEqual([200, ['FORBIDDEN'], undefined]);
    expect(codesOf(await ask(query, { as: host }))).toEqual([]);
    expect(codesOf(await ask(`query { me { id } ...All } fragment All on Query ${query}`))).toEqual([
      'FORBIDDEN',
    ]);
  });
});

describe('what others may see', () => {
  const BOOKING = /* GraphQL */ `
    query ($id: ID!) {
      booking(id: $id) {
        id status room { id } customer { id } slot { start end } price { amount currency }
        requestedAt cancelledAt cancellationReason history { type at correlationId }
      }
    }
  `;

  test('the customer and staff see all of a booking, others none of it', async () => {
    const { id } = await book(fixture, 'CANCELLED', { room });
    const whole = {
      id,
      status: 'CANCELLED',
      room: { id: room.id },
      customer: { id: 'alice' },
      slot: slot('09:00', '10:00'),
      price: { amount: 1_000, currency: 'KRW' },
      requestedAt: at('08:00'),
      cancelledAt: at('08:03'),
      cancellationReason: 'ill',
      history: [
        { type: 'booking.requested', at: at('08:00'), correlationId: 'story' },
        { type: 'booking.cancelled', at: at('08:03'), correlationId: 'story' },
      ],
    };
    const seen = async (as: Caller) => (await ask(BOOKING, { as, variables: { id } })).data.booking;
    expect(await seen(alice)).toEqual(whole);
    expect(await seen(host)).toEqual(whole);
    expect(await seen(bob)).toBeNull();
    expect((await ask(BOOKING, { variables: { id: id.toUpperCase() } })).data.booking).toEqual(whole);
    expect((await ask(BOOKING, { variables: { id: newId() } })).data.booking).toBeNull();
  });

  const ENTITIES = /* GraphQL */ `
    query ($of: [_Any!]!, $first: Int, $after: String) {
      _entities(representations: $of) {
        __typename
        ... on Booking { id status cancellationReason customer { id } history { type } }
        ... on Customer { id bookings(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }
        ... on Room {
          id
          currentBooking { id }
          bookings(first: $first, after: $after) { edges { node { id customer { id } history { type } } } pageInfo { endCursor } }
          freeSlots(from: "2030-05-01T08:00:00Z", to: "2030-05-01T12:00:00Z") { start end }
        }
      }
    }
  `;
  const entities = async (of: readonly object[], as = alice, page: object = {}) =>
    (await ask(ENTITIES, { as, variables: { of, ...page } })).data?._entities;

  test("a room shows other people's bookings without who they are, and those given up not at all", async () => {
    const theirs = await book(fixture, 'CONFIRMED', {
      room,
      customerId: 'bob',
      slot: slot('07:30', '08:30'),
    });
    const mine = await book(fixture, 'CANCELLED', { room, slot: slot('09:00', '10:00') });
    await book(fixture, 'CANCELLED', { room, customerId: 'bob', slot: slot('10:00', '11:00') });
    const [seen] = await entities([{ __typename: 'Room', id: room.id }]);
    expect(seen).toMatchObject({
      currentBooking: { id: theirs.id },
      bookings: {
        edges: [
          { node: { id: theirs.id, customer: null, history: [] } },
          { node: { id: mine.id, customer: { id: 'alice' } } },
        ],
      },
      freeSlots: [slot('08:30', '12:00')],
    });
    expect((await entities([{ __typename: 'Room', id: room.id }], host))[0].bookings.edges).toHaveLength(3);
  });

  test('entities come in the order in which they are asked for; those that do not exist are null', async () => {
    const mine = await book(fixture, 'CANCELLED');
    const theirs = await book(fixture, 'CANCELLED', { customerId: 'bob' });
    const found = await entities([
      { __typename: 'Booking', id: theirs.id },
      { __typename: 'Booking', id: newId() },
      { __typename: 'Booking', id: 'booking-1' },
      { __typename: 'Booking', id: mine.id },
      { __typename: 'Room', id: 'room-1' },
    ]);
    expect(found).toEqual([
      {
        __typename: 'Booking',
        id: theirs.id,
        status: 'CANCELLED',
        cancellationReason: null,
        customer: null,
        history: [],
      },
      null,
      null,
      expect.objectContaining({ id: mine.id, cancellationReason: 'ill', customer: { id: 'alice' } }),
      null,
    ]);
  });

  test("a customer's bookings are for the customer and staff, page by page", async () => {
    const carol = { subject: `carol ${newId()}`, role: 'customer' } as const;
    const made = [];
    for (let count = 0; count < 3; count += 1)
      made.push(await book(fixture, 'PAID', { customerId: carol.subject }));
    const of = [{ __typename: 'Customer', id: carol.subject }];
    const [first] = await entities(of, carol, { first: 2 });
    expect(first.bookings.pageInfo.hasNextPage).toBe(true);
    const [rest] = await entities(of, carol, { first: 2, after: first.bookings.pageInfo.endCursor });
    const read = [...first.bookings.edges, ...rest.bookings.edges].map(({ node }) => node.id);
    expect(read).toEqual(made.map(({ id }) => id).toReversed());
    expect((await entities(of, bob))[0].bookings.edges).toEqual([]);
    expect((await entities(of, host))[0].bookings.edges).toHaveLength(3);
  });
});

describe('queries that cannot be', () => {
  const cursorOf = (...content: readonly string[]) =>
    Buffer.from(JSON.stringify(content)).toString('base64url');

  test.each<[string, string]>([
    ['an id that is none', '{ booking(id: "booking-1") { id } }'],
    ['no items', '{ bookings(first: 0) { edges { cursor } } }'],
    ['too many items', '{ bookings(first: 1000) { edges { cursor } } }'],
    [
      'a cursor of another list',
      `{ bookings(after: "${cursorOf('availableRooms', newId())}") { edges { cursor } } }`,
    ],
    ['a cursor that is none', '{ bookings(after: "x") { edges { cursor } } }'],
    ['a filter by an id that is none', '{ bookings(filter: { roomId: "x" }) { edges { cursor } } }'],
    ['a filter by an empty id', '{ bookings(filter: { roomId: "" }) { edges { cursor } } }'],
    ['a filter by an empty time', '{ bookings(filter: { to: "" }) { edges { cursor } } }'],
    ['a filter by a time that is none', '{ bookings(filter: { from: "soon" }) { edges { cursor } } }'],
    ['a filter that cannot be kept', '{ bookings(filter: { customerId: "a\\u0000" }) { edges { cursor } } }'],
    [
      'rooms for a slot that has passed',
      '{ availableRooms(slot: { start: "2020-05-01T08:00:00Z", end: "2020-05-01T09:00:00Z" }) { totalCount } }',
    ],
  ])('%s', async (_what, query) => {
    const answered = await ask(query, { as: host });
    expect(codesOf(answered)).toEqual(['BAD_USER_INPUT']);
    expect(answered.errors?.[0]).not.toHaveProperty('extensions.stacktrace');
  });

  test.each([
    ['from: "2030-05-01T09:00:00Z", to: "2030-05-01T09:00:00Z"', 'to must be after from'],
    ['from: "2030-05-01T00:00:00Z", to: "2030-06-01T00:00:01Z"', 'at most 31 days'],
    ['from: "soon", to: "2030-06-01T00:00:00Z"', 'from must be'],
  ])('free slots %s', async (interval, message) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room { freeSlots(${interval}) { start } } } }`;
    const answered = await ask(query, { variables: { of: [{ __typename: 'Room', id: room.id }] } });
    expect(codesOf(answered)).toEqual(['BAD_USER_INPUT']);
    expect(answered.errors?.[0]?.message).toContain(message);
  });

  test('rooms that are available', async () => {
    const query = /* GraphQL */ `
      query ($slot: SlotInput!, $minCapacity: Int) {
        availableRooms(slot: $slot, minCapacity: $minCapacity) { totalCount edges { node { id } } }
      }
    `;
    const large = roomOf({ capacity: 7_000 });
    await fixture.rooms.save(large);
    const variables = { slot: slot('09:00', '10:00'), minCapacity: 7_000 };
    expect((await ask(query, { variables })).data.availableRooms).toEqual({
      totalCount: 1,
      edges: [{ node: { id: large.id } }],
    });
  });
});

describe('booking', () => {
  test('succeeds with the booking as it is', async () => {
    expect(await bookRoom()).toMatchObject({
      __typename: 'BookRoomSuccess',
      booking: { status: 'PAID', price: { amount: 1_000, currency: 'KRW' }, customer: { id: 'alice' } },
    });
  });

  test.each<[Authorization, object]>([
    [
      { kind: 'PaymentDeclined', declineCode: 'expired_card' },
      { __typename: 'PaymentDeclined', declineCode: 'expired_card' },
    ],
    [
      { kind: 'PaymentUnavailable', retryAfterSeconds: 3 },
      { __typename: 'PaymentUnavailable', retryAfterSeconds: 3 },
    ],
    [{ kind: 'PaymentMethodUnknown' }, { __typename: 'InvalidInput', field: 'paymentMethod' }],
  ])('says what payment said: %o', async (authorization, outcome) => {
    answer = async () => authorization;
    expect(await bookRoom()).toEqual({ ...outcome, message: expect.any(String) });
  });

  test('says that the slot is taken and which is free, and that a room is unavailable', async () => {
    await bookRoom();
    expect(await bookRoom({}, bob)).toMatchObject({
      __typename: 'SlotTaken',
      nextFreeSlot: slot('10:00', '11:00'),
    });
    const roomId = '0190b6a0-0000-7000-8000-000000000000';
    expect(await bookRoom({ roomId })).toMatchObject({ __typename: 'RoomUnavailable', roomId });
  });

  test.each<[object, string]>([
    [{ roomId: 'room-1' }, 'roomId'],
    [{ slot: { start: '2030-05-01', end: at('10:00') } }, 'slot.start'],
    [{ slot: { start: at('09:00'), end: '2030-02-30T09:00:00Z' } }, 'slot.end'],
    [{ slot: slot('07:00', '10:00') }, 'slot.start'],
    [{ slot: slot('10:00', '09:00') }, 'slot.end'],
    [{ slot: slot('09:00', '09:04') }, 'slot.end'],
    [{ slot: { start: at('09:00'), end: at('09:00').replace('05-01', '06-01') } }, 'slot.end'],
  ])('names the field that is wrong: %o', async (fields, field) => {
    expect(await bookRoom(fields)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  test('with a key is done once; the key with another input is a conflict; after bad input it is free', async () => {
    const idempotencyKey = newId();
    expect(await bookRoom({ idempotencyKey, paymentMethod: '' })).toMatchObject({
      __typename: 'InvalidInput',
    });
    const first = await bookRoom({ idempotencyKey });
    expect(first).toMatchObject({ __typename: 'BookRoomSuccess' });
    expect(await bookRoom({ idempotencyKey })).toEqual(first);
    expect(await bookRoom({ idempotencyKey, slot: slot('11:00', '12:00') })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
    // Another customer's key is another key.
    expect(await bookRoom({ idempotencyKey }, bob)).toMatchObject({ __typename: 'SlotTaken' });
  });

  test('with a key many times at once is one booking', async () => {
    const idempotencyKey = newId();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => bookRoom({ idempotencyKey })));
    expect(outcomes[0]).toMatchObject({ __typename: 'BookRoomSuccess' });
    expect(new Set(outcomes.map((outcome) => outcome.booking?.id)).size).toBe(1);
  });
});

describe('booking under one key in two instances at once', () => {
  const away = { kind: 'PaymentUnavailable', retryAfterSeconds: 2 } as const;
  let other: SubgraphServer;
  let input: object;
  beforeAll(async () => {
    other = await startServer();
    return () => other.close();
  });
  /** Ends what still waits, so that a test that fails does not keep the servers from closing. */
  let endAll: (() => void)[];
  beforeEach(() => {
    input = { idempotencyKey: newId() };
    endAll = [];
    return () => {
      for (const end of endAll) end();
    };
  });

  /** Both tries, the one after the other, each waiting in payment for what it is told there. */
  async function both<Told>(waiting: PromiseWithResolvers<Told>[]) {
    const first = bookRoom(input);
    await expect.poll(() => waiting.length).toBe(1);
    const second = bookRoom(input, alice, other);
    await expect.poll(() => waiting.length).toBe(2);
    return { first, second };
  }

  function wait<Told>(waiting: PromiseWithResolvers<Told>[]): Promise<Told> {
    const gate = Promise.withResolvers<Told>();
    waiting.push(gate);
    endAll.push(() => gate.reject(new Error('the test is over')));
    return gate.promise;
  }

  test('when the first is turned away, then the booking of the second is what the key remembers', async () => {
    const turns: PromiseWithResolvers<Awaited<ReturnType<typeof enter>>>[] = [];
    enter = () => wait(turns);
    const { first, second } = await both(turns);
    turns[0]?.resolve(away);
    expect(await first).toMatchObject({ __typename: 'PaymentUnavailable' });
    turns[1]?.resolve(admitted);
    const booked = await second;
    expect(booked).toMatchObject({ __typename: 'BookRoomSuccess' });
    enter = async () => admitted;
    for (const to of [server, other]) expect(await bookRoom(input, alice, to)).toEqual(booked);
  });

  test('when the first is turned away and tries again before the second books, then it is one booking', async () => {
    const turns: PromiseWithResolvers<Awaited<ReturnType<typeof enter>>>[] = [];
    enter = () => wait(turns);
    const { first, second } = await both(turns);
    turns[0]?.resolve(away);
    await first;
    const third = bookRoom(input);
    await expect.poll(() => turns.length).toBe(3);
    turns[1]?.resolve(admitted);
    const booked = await second;
    expect(booked).toMatchObject({ __typename: 'BookRoomSuccess' });
    turns[2]?.resolve(admitted);
    expect(await third).toEqual(booked);
  });

  test('when payment is away for both, then both say so, and the next try is a new booking', async () => {
    const answers: PromiseWithResolvers<Authorization>[] = [];
    answer = () => wait(answers);
    const { first, second } = await both(answers);
    answers[0]?.resolve(away);
    expect(await first).toMatchObject({ __typename: 'PaymentUnavailable', retryAfterSeconds: 2 });
    // Too late: the booking is given up.
    answers[1]?.resolve({ kind: 'Authorized' });
    expect(await second).toMatchObject({ __typename: 'PaymentUnavailable' });
    answer = async () => ({ kind: 'Authorized' });
    expect(await bookRoom(input)).toMatchObject({ __typename: 'BookRoomSuccess' });
  });
});

test('a booking that was cut off and given up since is told once, and the next try is a new booking', async () => {
  const input = { idempotencyKey: newId() };
  answer = () => Promise.reject(new Error('the process ended'));
  await bookRoom(input);
  const [held] = await fixture.queries.newest({ roomId: room.id }, { limit: 1, after: undefined });
  await append(fixture, held?.id ?? '', [
    { type: 'BookingRejected', at: clock(), reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
  ]);
  answer = async () => ({ kind: 'Authorized' });
  expect(await bookRoom(input)).toMatchObject({ __typename: 'PaymentUnavailable' });
  const booked = await bookRoom(input);
  expect(booked).toMatchObject({ __typename: 'BookRoomSuccess' });
  expect(await bookRoom(input)).toEqual(booked);
});

describe('cancelling', () => {
  test('once, with the same answer for the same key', async () => {
    const { id } = await book(fixture, 'PAID', { room });
    const input = { id, reason: 'ill', idempotencyKey: newId() };
    const first = await cancelBooking(input);
    expect(first).toEqual({
      __typename: 'CancelBookingSuccess',
      booking: { id, status: 'CANCELLED', cancelledAt: at('08:00'), cancellationReason: 'ill' },
    });
    expect(await cancelBooking(input)).toEqual(first);
    expect(await cancelBooking({ id })).toMatchObject({
      __typename: 'BookingNotCancellable',
      status: 'CANCELLED',
    });
  });

  test('is answered with the booking as it is afterwards, whatever the request has read before', async () => {
    const idempotencyKey = newId();
    const { booking } = await bookRoom({ idempotencyKey });
    const input = {
      roomId: room.id,
      slot: slot('09:00', '10:00'),
      paymentMethod: 'pm_card_visa',
      idempotencyKey,
    };
    const { data } = await ask(
      `mutation ($input: BookRoomInput!, $id: ID!) {
        bookRoom(input: $input) { ... on BookRoomSuccess { booking { status } } }
        cancelBooking(input: { id: $id }) { ... on CancelBookingSuccess { booking { status } } }
      }`,
      { variables: { input, id: booking.id } },
    );
    expect(data).toEqual({
      bookRoom: { booking: { status: 'PAID' } },
      cancelBooking: { booking: { status: 'CANCELLED' } },
    });
  });

  test.each(['booking-1', '', '\0', newId()])('%j is not found, with a key or without', async (id) => {
    expect(await cancelBooking({ id })).toMatchObject({ __typename: 'NotFound', id });
    expect(await cancelBooking({ id, idempotencyKey: 'k' })).toMatchObject({ __typename: 'NotFound', id });
  });

  test("somebody else's is not found, except by staff", async () => {
    const { id } = await book(fixture, 'PAID', { room });
    expect(await cancelBooking({ id }, bob)).toMatchObject({ __typename: 'NotFound' });
    expect(await cancelBooking({ id }, host)).toMatchObject({ __typename: 'CancelBookingSuccess' });
  });
});

describe('faults', () => {
  test('are masked: the answer has the correlation id and nothing else', async () => {
    answer = () => Promise.reject(new Error('secret: the password is 12345'));
    const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa' };
    const answered = await ask(BOOK, { variables: { input }, headers: { 'x-correlation-id': 'story-7' } });
    expect(answered.correlationId).toBe('story-7');
    expect(answered.errors).toEqual([
      {
        message: 'Internal server error',
        path: ['bookRoom'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'story-7' },
      },
    ]);
    expect(JSON.stringify(answered)).not.toContain('secret');
  });

  test('a correlation id that could do harm is replaced', async () => {
    const answered = await ask('{ me { id } }', { headers: { 'x-correlation-id': 'a b"}' } });
    expect(answered.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('HTTP', () => {
  const authorized = async () => ({ authorization: `Bearer ${await issuer.token(alice)}` });

  test.each([
    ['no JSON', '{"query": "{ me', 400],
    ['nothing', '', 400],
    ['JSON without a query', '{}', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['a query that is none', '{"query": "{"}', 400],
    ['a query of unknown fields', '{"query": "{ nonsense }"}', 400],
    ['more than anybody needs', `{"query": "${'x'.repeat(1_000_001)}"}`, 413],
  ])('a body of %s is refused', async (_what, body, status) => {
    const answered = await post(body, await authorized());
    expect(answered.status).toBe(status);
    expect(answered.errors).toHaveLength(1);
    expect(JSON.stringify(answered)).not.toContain('stack');
  });

  test.each([
    ['GET', '/graphql'],
    ['POST', '/nowhere'],
    ['GET', '/'],
  ])('%s %s is nothing here', async (method, path) => {
    const response = await fetch(server.url + path, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: `There is no ${method} ${path} here.` });
  });

  test('it lives, and is ready unless something is missing', async () => {
    const health = async (path: string) => {
      const response = await fetch(`${server.url}/health/${path}`);
      return [response.status, await response.json()];
    };
    expect(await health('live')).toEqual([200, {}]);
    expect(await health('ready')).toEqual([200, { missing: [] }]);
    databaseAnswers = false;
    expect(await health('ready')).toEqual([503, { missing: ['database'] }]);
    databaseAnswers = true;
  });

  test('closing lets a request in flight finish, and does not wait for its connection to be given up', async () => {
    const own = await startServer();
    const asked = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    answer = async () => {
      asked.resolve();
      await gate.promise;
      return { kind: 'Authorized' };
    };
    const agent = new Agent({ keepAlive: true });
    const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa' };
    const headers = { 'content-type': 'application/json', ...(await authorized()) };
    const request = httpRequest(`${own.url}/graphql`, { method: 'POST', agent, headers });
    request.end(JSON.stringify({ query: BOOK, variables: { input } }));
    await asked.promise;
    const closed = own.close();
    gate.resolve();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    // This hangs, and the test with it, if the connection is kept alive.
    await closed;
    agent.destroy();
  });
});
