import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { Role } from '../../../platform/identity/identity.ts';
import type { RoomReplica } from '../application/ports.ts';
import { at, book, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;
/** A room of the host henry. */
let room: RoomReplica;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
});

/** Who asks: a subject and the role of the token. */
type Caller = readonly [subject: string, role: Role];
const alice: Caller = ['alice', 'customer'];
const bob: Caller = ['bob', 'customer'];
const henry: Caller = ['henry', 'host'];
const hanna: Caller = ['hanna', 'host'];
const admin: Caller = ['root', 'admin'];

const ask = (query: string, variables: object = {}, [subject, role]: Caller = alice) =>
  graph.ask(role, query, variables, subject);

const ids = ({ edges }: { readonly edges: readonly { readonly node: { readonly id: string } }[] }) =>
  edges.map(({ node }) => node.id);

describe('the caller', () => {
  test.each<[Caller, string | null]>([
    [alice, 'CUSTOMER'],
    [henry, 'HOST'],
    [admin, 'ADMIN'],
    [['room', 'service'], null],
  ])('%o has the role %s, also as an entity; nobody else has one', async (caller, role) => {
    const query = /* GraphQL */ `
      query ($of: [_Any!]!) { me { id role } _entities(representations: $of) { ... on Customer { id role } } }
    `;
    const [id] = caller;
    const of = [id, 'someone else'].map((each) => ({ __typename: 'Customer', id: each }));
    expect((await ask(query, { of }, caller)).data).toEqual({
      me: { id, role },
      _entities: [
        { id, role },
        { id: 'someone else', role: null },
      ],
    });
  });
});

describe('the list of bookings', () => {
  test('is for hosts and admins', async () => {
    const query = '{ bookings(first: 1) { edges { cursor } } }';
    const { data, errors } = await ask(query);
    expect([errors?.map(({ extensions }) => extensions.code), data]).toEqual([['FORBIDDEN'], undefined]);
    for (const caller of [henry, admin]) expect((await ask(query, {}, caller)).errors).toBeUndefined();
    const hidden = await ask(`query { me { id } ...All } fragment All on Query ${query}`);
    expect(hidden.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  test("has a host's current rooms, and all rooms for an admin; conditions are met together", async () => {
    const host = `host ${newId()}`;
    const customerId = `customer ${newId()}`;
    const [own, given, nobodys] = [
      roomOf({ hostId: host }),
      roomOf({ hostId: host }),
      roomOf({ hostId: null }),
    ];
    for (const each of [own, given, nobodys]) await fixture.rooms.save(each);
    const paid = await book(fixture, 'PAID', { room: own, customerId });
    const cancelled = await book(fixture, 'CANCELLED', {
      room: own,
      customerId,
      slot: slot('10:00', '11:00'),
    });
    const confirmed = await book(fixture, 'CONFIRMED', { room: given, customerId });
    const other = await book(fixture, 'PAID', { room: nobodys, customerId });
    await fixture.rooms.save({ ...given, version: 2, hostId: 'hanna' });

    const query = /* GraphQL */ `
      query ($filter: BookingFilter) { bookings(filter: $filter) { totalCount edges { node { id } } } }
    `;
    const list = async (caller: Caller, filter: object = {}) => {
      const { bookings } = (await ask(query, { filter: { customerId, ...filter } }, caller)).data;
      expect(bookings.totalCount).toBe(bookings.edges.length);
      return ids(bookings);
    };
    expect(await list(admin)).toEqual([other, confirmed, cancelled, paid].map(({ id }) => id));
    expect(await list([host, 'host'])).toEqual([cancelled.id, paid.id]);
    expect(await list(hanna)).toEqual([confirmed.id]);
    expect(await list([host, 'host'], { roomId: given.id })).toEqual([]);
    expect(await list(admin, { statuses: ['CANCELLED', 'CONFIRMED'] })).toEqual([confirmed.id, cancelled.id]);
    expect(await list(admin, { statuses: ['CANCELLED', 'CONFIRMED'], status: 'CONFIRMED' })).toEqual([
      confirmed.id,
    ]);
    expect(await list(admin, { statuses: ['CANCELLED'], status: 'CONFIRMED' })).toEqual([]);
    expect(await list(admin, { statuses: [] })).toEqual([]);
    expect(await list(admin, { status: 'CANCELLED' })).toEqual([cancelled.id]);
  });
});

describe('visibility', () => {
  const BOOKING = /* GraphQL */ `
    query ($id: ID!) {
      booking(id: $id) {
        id status room { id } customer { id } slot { start end } price { amount currency }
        requestedAt cancelledAt cancellationReason cancelledBy history { type at reason correlationId }
      }
    }
  `;

  test("the customer, the room's host and admins see all of a booking, others none of it", async () => {
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
      cancelledBy: 'CUSTOMER',
      history: [
        { type: 'REQUESTED', at: at('08:00'), reason: null, correlationId: 'story' },
        { type: 'CANCELLED', at: at('08:03'), reason: 'ill', correlationId: 'story' },
      ],
    };
    for (const caller of [alice, henry, admin])
      expect((await ask(BOOKING, { id }, caller)).data.booking).toEqual(whole);
    for (const caller of [bob, hanna, ['henry', 'customer'] as const])
      expect((await ask(BOOKING, { id }, caller)).data.booking).toBeNull();
    expect((await ask(BOOKING, { id: id.toUpperCase() })).data.booking).toEqual(whole);
    expect((await ask(BOOKING, { id: newId() })).data.booking).toBeNull();

    await fixture.rooms.save({ ...room, version: 2, hostId: 'hanna' });
    expect((await ask(BOOKING, { id }, hanna)).data.booking).toEqual(whole);
    expect((await ask(BOOKING, { id }, henry)).data.booking).toBeNull();
  });

  test('a booking of a room that belongs to nobody is visible to its customer and admins only', async () => {
    const nobodys = roomOf({ hostId: null });
    await fixture.rooms.save(nobodys);
    const { id } = await book(fixture, 'PAID', { room: nobodys });
    for (const caller of [alice, admin])
      expect((await ask(BOOKING, { id }, caller)).data.booking.id).toBe(id);
    for (const caller of [bob, henry]) expect((await ask(BOOKING, { id }, caller)).data.booking).toBeNull();
  });

  const ENTITIES = /* GraphQL */ `
    query ($of: [_Any!]!, $first: Int, $after: String) {
      _entities(representations: $of) {
        __typename
        ... on Booking { id status cancellationReason cancelledBy customer { id } history { type } }
        ... on Customer {
          id
          own: bookings(first: $first, after: $after) {
            totalCount edges { node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }
          }
          some: bookings(statuses: [PAID, CONFIRMED], status: PAID) { edges { node { id } } }
        }
        ... on Room {
          id
          currentBooking { id }
          bookings(first: $first, after: $after) {
            totalCount
            edges { node { id cancellationReason customer { id } history { type } } }
            pageInfo { hasPreviousPage endCursor }
          }
          freeSlots(from: "2030-05-01T08:00:00Z", to: "2030-05-01T12:00:00Z") { start end }
        }
      }
    }
  `;
  const entities = async (of: readonly object[], caller: Caller = alice, page: object = {}) =>
    (await ask(ENTITIES, { of, ...page }, caller)).data?._entities;

  test('the payment of a booking is told to those who see all of it', async () => {
    const { id } = await book(fixture, 'CONFIRMED', { room });
    const payment = { id: newId(), status: 'CAPTURED' } as const;
    fixture.payments.payment = payment;
    const query = `query ($of: [_Any!]!) {
      _entities(representations: $of) { ... on Booking { id payment { id status } } } }`;
    const told = async (caller: Caller) =>
      (await ask(query, { of: [{ __typename: 'Booking', id }] }, caller)).data._entities;
    for (const caller of [alice, henry, admin]) expect(await told(caller)).toEqual([{ id, payment }]);
    for (const caller of [bob, hanna]) expect(await told(caller)).toEqual([{ id, payment: null }]);
  });

  test("a room shows other customers' bookings without their names, and not those that are cancelled", async () => {
    const theirs = await book(fixture, 'CONFIRMED', {
      room,
      customerId: 'bob',
      slot: slot('07:30', '08:30'),
    });
    const mine = await book(fixture, 'CANCELLED', { room, slot: slot('09:00', '10:00') });
    const cancelled = await book(fixture, 'CANCELLED', {
      room,
      customerId: 'bob',
      slot: slot('10:00', '11:00'),
    });
    const of = [{ __typename: 'Room', id: room.id }];
    for (const caller of [alice, ['alice', 'host'] as const]) {
      const [seen] = await entities(of, caller);
      expect(seen).toMatchObject({
        currentBooking: { id: theirs.id },
        bookings: {
          totalCount: 2,
          edges: [
            { node: { id: theirs.id, customer: null, history: [] } },
            { node: { id: mine.id, customer: { id: 'alice' }, cancellationReason: 'ill' } },
          ],
        },
        freeSlots: [slot('08:30', '12:00')],
      });
    }
    for (const caller of [henry, admin]) {
      const [seen] = await entities(of, caller);
      expect(seen.bookings).toMatchObject({
        totalCount: 3,
        edges: [
          { node: { id: theirs.id, customer: { id: 'bob' }, history: [{}, {}, {}] } },
          { node: { id: mine.id } },
          { node: { id: cancelled.id, cancellationReason: 'ill' } },
        ],
      });
    }
    const [first] = await entities(of, henry, { first: 2 });
    const [rest] = await entities(of, henry, { first: 2, after: first.bookings.pageInfo.endCursor });
    expect(ids(rest.bookings)).toEqual([cancelled.id]);
    expect([first, rest].map(({ bookings }) => bookings.pageInfo.hasPreviousPage)).toEqual([false, true]);
  });

  test('entities are in the order of the references; unknown and malformed ids are null', async () => {
    const mine = await book(fixture, 'CANCELLED');
    const theirs = await book(fixture, 'PAID', { customerId: 'bob' });
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
        status: 'PAID',
        cancellationReason: null,
        cancelledBy: null,
        customer: null,
        history: [],
      },
      null,
      null,
      expect.objectContaining({ id: mine.id, cancellationReason: 'ill', customer: { id: 'alice' } }),
      null,
    ]);
  });

  test.each(['CANCELLED', 'REJECTED'] as const)(
    'a booking that is %s is there for who sees all of it',
    async (status) => {
      const { id } = await book(fixture, status, { room });
      const found = (caller: Caller) => entities([{ __typename: 'Booking', id }], caller);
      for (const caller of [alice, henry, admin]) expect(await found(caller)).toMatchObject([{ id, status }]);
      for (const caller of [bob, hanna, ['room', 'service']] as const)
        expect(await found(caller)).toEqual([null]);
    },
  );

  test("a customer's bookings are visible to the customer, to hosts in their rooms, and to admins", async () => {
    const carol = `carol ${newId()}`;
    const paid = await book(fixture, 'PAID', { room, customerId: carol });
    const elsewhere = await book(fixture, 'CONFIRMED', { customerId: carol });
    const last = await book(fixture, 'CANCELLED', {
      room,
      customerId: carol,
      slot: slot('10:00', '11:00'),
    });
    const of = [{ __typename: 'Customer', id: carol }];
    const [first] = await entities(of, [carol, 'customer'], { first: 2 });
    expect(first.own).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const [rest] = await entities(of, [carol, 'customer'], {
      first: 2,
      after: first.own.pageInfo.endCursor,
    });
    expect(rest.own.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect([...ids(first.own), ...ids(rest.own)]).toEqual([last.id, elsewhere.id, paid.id]);
    expect(ids(first.some)).toEqual([paid.id]);

    const seenBy = async (caller: Caller) => {
      const [{ own }] = await entities(of, caller);
      expect(own.totalCount).toBe(own.edges.length);
      return ids(own);
    };
    expect(await seenBy(henry)).toEqual([last.id, paid.id]);
    expect(await seenBy(admin)).toEqual([last.id, elsewhere.id, paid.id]);
    for (const caller of [bob, hanna]) expect(await seenBy(caller)).toEqual([]);
  });
});

describe('the room of a booking', () => {
  const ROOM = /* GraphQL */ `
    query ($id: ID!) {
      booking(id: $id) {
        room {
          id host { id } name location capacity hourlyRate { amount currency decimal } timeZone
        }
      }
    }
  `;

  test.each([
    ['in service', {}],
    ['deleted', { deleted: true, closed: true }],
    ['of nobody', { hostId: null, location: null }],
  ])('comes from the replica: one that is %s', async (_what, fields) => {
    const { id } = await book(fixture, 'PAID', { room });
    const now = { ...room, version: 2, name: 'Hangang', ...fields };
    await fixture.rooms.save(now);
    const { host, ...rest } = (await ask(ROOM, { id })).data.booking.room;
    expect(host).toEqual(now.hostId === null ? null : { id: now.hostId });
    expect(rest).toEqual({
      id: room.id,
      name: 'Hangang',
      location: now.location,
      capacity: 10,
      hourlyRate: { amount: 1_000, currency: 'KRW', decimal: '1000' },
      timeZone: 'Asia/Seoul',
    });
  });

  /** A room whose replica was made before hosts were kept. */
  async function oldRoom(): Promise<RoomReplica> {
    await fixture.pool.query('UPDATE rooms SET time_zone = NULL, host_id = NULL WHERE id = $1', [room.id]);
    return room;
  }

  test.each([
    ['that is not in the replica', async () => roomOf(), ['capacity', 'hourlyRate { amount }', 'timeZone']],
    ['that the replica has from before hosts were kept', oldRoom, ['host { id }', 'location', 'timeZone']],
  ])(
    '%s: its name is readable, and what is unknown is an error instead of null',
    async (_what, of, unknown) => {
      const { id } = await book(fixture, 'PAID', { room: await of() });
      const read = (field: string) =>
        ask(`query ($id: ID!) { booking(id: $id) { id room { id ${field} } } }`, { id });
      expect((await read('name')).data.booking.room).toMatchObject({ name: 'Han' });
      for (const field of unknown) {
        const { data, errors } = await read(field);
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_UNAVAILABLE']);
        expect(data.booking.id).toBe(id);
      }
    },
  );
});
