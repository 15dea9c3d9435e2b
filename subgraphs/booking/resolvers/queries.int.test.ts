import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});

describe('wrong arguments are BAD_USER_INPUT', () => {
  const cursorOf = (...content: readonly string[]) =>
    Buffer.from(JSON.stringify(content)).toString('base64url');

  test.each<[string, string]>([
    ['a malformed id', '{ booking(id: "booking-1") { id } }'],
    ['no items', '{ bookings(first: 0) { edges { cursor } } }'],
    ['too many items', '{ bookings(first: 1000) { edges { cursor } } }'],
    [
      'a cursor of another list',
      `{ bookings(after: "${cursorOf('availableRooms', newId())}") { edges { cursor } } }`,
    ],
    ['a malformed cursor', '{ bookings(after: "x") { edges { cursor } } }'],
    ['a filter by a malformed id', '{ bookings(filter: { roomId: "x" }) { edges { cursor } } }'],
    ['a filter by an empty id', '{ bookings(filter: { roomId: "" }) { edges { cursor } } }'],
    ['a filter by an empty time', '{ bookings(filter: { to: "" }) { edges { cursor } } }'],
    ['a filter by a malformed time', '{ bookings(filter: { from: "soon" }) { edges { cursor } } }'],
    [
      'a filter by a text that cannot be stored',
      '{ bookings(filter: { customerId: "a\\u0000" }) { edges { cursor } } }',
    ],
    [
      'available rooms for a past slot',
      '{ availableRooms(slot: { start: "2020-05-01T08:00:00Z", end: "2020-05-01T09:00:00Z" }) { totalCount } }',
    ],
  ])('%s', async (_what, query) => {
    const { errors } = await graph.ask('host', query);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]).not.toHaveProperty('extensions.stacktrace');
  });

  test.each([
    ['from: "2030-05-01T09:00:00Z", to: "2030-05-01T09:00:00Z"', 'to must be after from'],
    ['from: "2030-05-01T00:00:00Z", to: "2030-06-01T00:00:01Z"', 'at most 31 days'],
    ['from: "soon", to: "2030-06-01T00:00:00Z"', 'from must be'],
  ])('free slots %s', async (interval, message) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room { freeSlots(${interval}) { start } } } }`;
    const { errors } = await graph.ask('customer', query, { of: [{ __typename: 'Room', id: newId() }] });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toContain(message);
  });
});

test('available rooms are those that are free in the slot and large enough', async () => {
  const query = /* GraphQL */ `
    query ($slot: SlotInput!, $minCapacity: Int) {
      availableRooms(slot: $slot, minCapacity: $minCapacity) { totalCount edges { node { id } } }
    }
  `;
  const large = roomOf({ capacity: 7_000 });
  await fixture.rooms.save(large);
  const variables = { slot: slot('09:00', '10:00'), minCapacity: 7_000 };
  expect((await graph.ask('customer', query, variables)).data.availableRooms).toEqual({
    totalCount: 1,
    edges: [{ node: { id: large.id } }],
  });
});
