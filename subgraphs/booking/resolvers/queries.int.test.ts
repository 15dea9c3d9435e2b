import { beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { book, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
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
    ['too many statuses', `{ bookings(filter: { statuses: [${'PAID '.repeat(11)}] }) { edges { cursor } } }`],
    [
      'too many statuses of a customer',
      `{ me { bookings(statuses: [${'PAID '.repeat(11)}]) { edges { cursor } } } }`,
    ],
    ...[
      `location: "${'x'.repeat(201)}"`,
      `nameContains: "${'x'.repeat(201)}"`,
      'nameContains: "\\u0000"',
      `supplies: [${'"x" '.repeat(21)}]`,
      `supplies: ["${'x'.repeat(201)}"]`,
      'maxHourlyRate: { amount: 1.5, currency: "KRW" }',
      'maxHourlyRate: { amount: 9007199254740992, currency: "KRW" }',
      'maxHourlyRate: { amount: 1, currency: "XXY" }',
    ].map((filter): [string, string] => [
      `available rooms by ${filter.slice(0, 40)}`,
      `{ availableRooms(slot: { start: "2030-05-01T09:00:00Z", end: "2030-05-01T10:00:00Z" }, filter: { ${filter} }) { totalCount } }`,
    ]),
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

describe('available rooms', () => {
  const query = /* GraphQL */ `
    query ($slot: SlotInput!, $filter: RoomFilter, $minCapacity: Int, $first: Int, $after: String) {
      availableRooms(slot: $slot, filter: $filter, minCapacity: $minCapacity, first: $first, after: $after) {
        totalCount
        edges { node { id } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }
  `;
  /** A host that no other test has keeps these rooms apart. */
  const hostId = `host ${newId()}`;
  const large = roomOf({ hostId, capacity: 7_000, name: 'Han_gang' });
  const small = roomOf({
    hostId,
    name: '강의실　Café'.normalize('NFD'),
    capacity: 2,
    hourlyRate: { amount: 3_000_000_000, currency: 'KRW' },
  });
  const full = roomOf({ hostId, capacity: 7_000, location: null });
  const closed = roomOf({ hostId, closed: true });
  const rooms = new Map([
    [large.id, 'large'],
    [small.id, 'small'],
    [full.id, 'full'],
  ]);

  beforeAll(async () => {
    for (const each of [large, small, full, closed]) await fixture.rooms.save(each);
    await fixture.rooms.saveSupplies({ roomId: large.id, version: 1, names: ['board'] });
    await book(fixture, 'CONFIRMED', { room: full, slot: slot('07:30', '08:30') });
  });

  const available = async (filter: object, variables: object = {}) => {
    const all = { slot: slot('09:00', '10:00'), filter: { hostId, ...filter }, ...variables };
    return (await graph.ask('customer', query, all)).data.availableRooms;
  };

  test.each<[object, object, readonly string[]]>([
    [{}, {}, ['full', 'large', 'small']],
    [{ status: 'FULL' }, {}, ['full']],
    [{ status: 'EMPTY' }, {}, ['large', 'small']],
    [{ status: 'CLOSED' }, {}, []],
    [{ minCapacity: 7_000 }, {}, ['full', 'large']],
    [{}, { minCapacity: 7_000 }, ['full', 'large']],
    [{ minCapacity: 2 }, { minCapacity: 7_000 }, ['full', 'large']],
    [{ minCapacity: 7_001 }, { minCapacity: 2 }, []],
    [{ nameContains: 'N_G' }, {}, ['large']],
    [{ nameContains: '강의실' }, {}, ['small']],
    [{ nameContains: '강의실\u00a0ＣＡＦÉ'.normalize('NFD') }, {}, ['small']],
    [{ location: 'seoul' }, {}, ['large', 'small']],
    [{ location: '', nameContains: '', supplies: [] }, {}, ['full', 'large', 'small']],
    [{ supplies: [' BOARD '] }, {}, ['large']],
    [{ maxHourlyRate: { amount: 2_999_999_999, currency: 'KRW' } }, {}, ['full', 'large']],
    [{ maxHourlyRate: { amount: 3_000_000_000, currency: 'KRW' } }, {}, ['full', 'large', 'small']],
    [{ hostId: 'nobody' }, {}, []],
    [{ hostId: null, minCapacity: 7_000, nameContains: 'gang' }, {}, ['large']],
  ])('by %o and %o are %o', async (filter, variables, found) => {
    const { edges, totalCount } = await available(filter, variables);
    const names = edges.map(({ node }: { node: { id: string } }) => rooms.get(node.id));
    expect(names.toSorted()).toEqual(found);
    expect(totalCount).toBe(found.length);
  });

  test('come page by page', async () => {
    const first = await available({}, { first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const rest = await available({}, { first: 2, after: first.pageInfo.endCursor });
    expect(rest).toMatchObject({
      edges: [{}],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
  });
});

describe('the number of items', () => {
  const IN_ROOM = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room { bookings { FIELDS } } } }`;

  test.each([
    ['bookings', 'admin', '{ bookings { FIELDS } }', 'count'],
    ["a customer's bookings", 'customer', '{ me { bookings { FIELDS } } }', 'counts'],
    ["a room's bookings", 'customer', IN_ROOM, 'counts'],
    [
      'available rooms',
      'customer',
      '{ availableRooms(slot: { start: "2030-05-01T09:00:00Z", end: "2030-05-01T10:00:00Z" }) { FIELDS } }',
      'countAvailableRooms',
    ],
  ] as const)('of %s is counted only when it is asked for', async (_what, role, query, counting) => {
    const of = [{ __typename: 'Room', id: newId() }];
    const count = vi.spyOn(fixture.queries, counting);
    expect(
      (await graph.ask(role, query.replace('FIELDS', 'edges { cursor }'), { of })).errors,
    ).toBeUndefined();
    expect(count).not.toHaveBeenCalled();
    expect((await graph.ask(role, query.replace('FIELDS', 'totalCount'), { of })).errors).toBeUndefined();
    expect(count).toHaveBeenCalledOnce();
  });
});
