import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { RoomReplica } from '../application/ports.ts';
import { at, book, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;
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

/** Queries as a customer, or as a caller with another role. */
const ask = (
  query: string,
  variables: object = {},
  subject = 'alice',
  role: 'customer' | 'host' = 'customer',
) => graph.ask(role, query, variables, subject);

test('the list of all bookings is for staff', async () => {
  const query = '{ bookings(first: 1) { edges { cursor } } }';
  const { data, errors } = await ask(query);
  expect([errors?.map(({ extensions }) => extensions.code), data]).toEqual([['FORBIDDEN'], undefined]);
  expect((await graph.ask('host', query)).errors).toBeUndefined();
  const hidden = await ask(`query { me { id } ...All } fragment All on Query ${query}`);
  expect(hidden.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});

describe('visibility', () => {
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
    expect((await ask(BOOKING, { id })).data.booking).toEqual(whole);
    expect((await ask(BOOKING, { id }, 'henry', 'host')).data.booking).toEqual(whole);
    expect((await ask(BOOKING, { id }, 'bob')).data.booking).toBeNull();
    expect((await ask(BOOKING, { id: id.toUpperCase() })).data.booking).toEqual(whole);
    expect((await ask(BOOKING, { id: newId() })).data.booking).toBeNull();
  });

  const ENTITIES = /* GraphQL */ `
    query ($of: [_Any!]!, $first: Int, $after: String) {
      _entities(representations: $of) {
        __typename
        ... on Booking { id status cancellationReason customer { id } history { type } }
        ... on Customer { id own: bookings(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }
        ... on Room {
          id
          currentBooking { id }
          bookings(first: $first, after: $after) { edges { node { id customer { id } history { type } } } pageInfo { endCursor } }
          freeSlots(from: "2030-05-01T08:00:00Z", to: "2030-05-01T12:00:00Z") { start end }
        }
      }
    }
  `;
  const entities = async (of: readonly object[], subject = 'alice', page: object = {}) =>
    (await ask(ENTITIES, { of, ...page }, subject, subject === 'henry' ? 'host' : 'customer')).data
      ?._entities;

  test("a room shows other customers' bookings without their names, and not those that are cancelled", async () => {
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
    expect((await entities([{ __typename: 'Room', id: room.id }], 'henry'))[0].bookings.edges).toHaveLength(
      3,
    );
  });

  test('entities are in the order of the references; unknown and malformed ids are null', async () => {
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

  test("a customer's bookings are visible to the customer and staff, page by page", async () => {
    const carol = `carol ${newId()}`;
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push(await book(fixture, 'PAID', { customerId: carol }));
    const of = [{ __typename: 'Customer', id: carol }];
    const [first] = await entities(of, carol, { first: 2 });
    expect(first.own.pageInfo.hasNextPage).toBe(true);
    const [rest] = await entities(of, carol, { first: 2, after: first.own.pageInfo.endCursor });
    const read = [...first.own.edges, ...rest.own.edges].map(({ node }) => node.id);
    expect(read).toEqual(made.map(({ id }) => id).toReversed());
    expect((await entities(of, 'bob'))[0].own.edges).toEqual([]);
    expect((await entities(of, 'henry'))[0].own.edges).toHaveLength(3);
  });
});
