import { expect, inject, test } from 'vitest';
import {
  type MongoReads,
  monitoredUrl,
  readsOfMongoEach,
  recordCommands,
} from '../../../platform/testing/mongo-reads.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import type { RoomCriteria } from '../application/ports.ts';
import { at, createFixture } from '../testing/fixture.ts';
import { serveGraph } from '../testing/graph.ts';
import { hostOf, type ManyRooms, roomId, storeManyRooms } from '../testing/many-rooms.ts';

const NODES = 'edges { node { id status } } pageInfo { hasNextPage endCursor }';
const rooms = (filter: string, first = 20) =>
  `query ($after: String) { rooms(after: $after, first: ${first}, filter: { ${filter} }) { ${NODES} } }`;
const entities = (fields: string) =>
  `query ($of: [_Any!]!) { hosts: _entities(representations: $of) { ${fields} } }`;

const HOSTS = Array.from({ length: 20 }, (_, index) => ({ __typename: 'Host', id: hostOf(10 * index) }));
const ROOMS = Array.from({ length: 20 }, (_, index) => ({ __typename: 'Room', id: roomId(index) }));

/** Each list and each reference that the service answers, with each filter. */
const LISTS: Readonly<Record<string, readonly [query: string, variables?: object]>> = {
  rooms: [rooms('')],
  'rooms of a host': [rooms(`hostId: "${hostOf(3)}"`, 5)],
  'EMPTY rooms': [rooms('status: EMPTY')],
  'FULL rooms': [rooms('status: FULL', 5)],
  'CLOSED rooms': [rooms('status: CLOSED')],
  'rooms with a rare name': [rooms('nameContains: "blue"')],
  'rooms with a usual name': [rooms('nameContains: "room"')],
  'rooms with a name that none has': [rooms('nameContains: "roomier"')],
  'rooms at a rare location': [rooms('location: "busan"')],
  'rooms at a usual location': [rooms('location: "seoul"')],
  'rooms for many': [rooms('minCapacity: 500')],
  'rooms for a few': [rooms('minCapacity: 2')],
  'rooms at a rare rate': [rooms('maxHourlyRate: { amount: 10, currency: KRW }')],
  'rooms at a usual rate': [rooms('maxHourlyRate: { amount: 1000, currency: KRW }')],
  'rooms with a rare supply': [rooms('supplies: ["organ"]')],
  'rooms with a usual supply': [rooms('supplies: ["chair"]')],
  'rooms with a usual and a rare supply': [rooms('supplies: ["chair", "organ"]')],
  'EMPTY rooms with a rare name': [rooms('status: EMPTY, nameContains: "blue"')],
  'a room': [`{ room(id: "${roomId(3)}") { id status } }`],
  '20 rooms by reference': [entities('... on Room { id status host { id } }'), { of: ROOMS }],
  'the rooms of 20 hosts': [
    entities('... on Host { rooms(first: 5) { edges { node { id status } } totalCount } }'),
    { of: HOSTS },
  ],
};

/** Those of which there is a next page at each size. */
const MANY = Object.keys(LISTS).filter((what) =>
  /^(rooms|EMPTY rooms|FULL rooms|rooms with a usual \w+|rooms at a usual \w+|rooms for a few)$/.test(what),
);

/** What each list reads from a store of a size: its first page, and the one after it. */
async function readsFrom(size: ManyRooms): Promise<ReadonlyMap<string, MongoReads>> {
  await using fixture = await createFixture({ mongodbUrl: monitoredUrl(inject('mongodbUrl')) });
  await storeManyRooms(fixture, size);
  const graph = await serveGraph(fixture);
  const { openAssignments } = fixture.services;
  const lists = Object.entries(LISTS).flatMap(([what, [query, variables]]) => {
    let after: string | null = null;
    const read = async () => {
      const { data, errors } = await graph.ask('customer', query, { ...variables, after });
      expect(errors, what).toBeUndefined();
      after = data.rooms?.pageInfo.hasNextPage ? data.rooms.pageInfo.endCursor : after;
    };
    const first = [what, read] as const;
    return MANY.includes(what) ? [first, [`${what}, next page`, read] as const] : [first];
  });
  try {
    return await readsOfMongoEach(fixture.models.rooms.aggregates.db, {
      ...Object.fromEntries(lists),
      'what is present in a room': () => openAssignments.presentIn(roomId(1), at('06:30')),
      'what is due': () => openAssignments.dueBy(at('06:30'), 100),
      'the first bookings ahead of a room': () => openAssignments.aheadOf(roomId(1), at('06:30'), 20),
    });
  } finally {
    await graph.close();
  }
}

test.each([
  ['rooms', { rooms: 10_000, bookingsOfRoom: 10 }],
  ['bookings of each', { rooms: 1_000, bookingsOfRoom: 100 }],
] as const)(
  'each list and filter reads as much from a store with ten times the %s',
  async (what, size) => {
    const growth = compareReads(await readsFrom({ rooms: 1_000, bookingsOfRoom: 10 }), await readsFrom(size));
    printGrowth(`room, ten times the ${what}`, growth);
    expect(growing(growth)).toEqual([]);
  },
  120_000,
);

test('a condition that few rooms meet is looked up, also after a list of a condition that many meet', async () => {
  await using fixture = await createFixture({ mongodbUrl: monitoredUrl(inject('mongodbUrl')) });
  await storeManyRooms(fixture, { rooms: 200, bookingsOfRoom: 1 });
  const client = fixture.models.rooms.aggregates.db.getClient();
  const indexFor = async (criteria: RoomCriteria) => {
    const page = { limit: 20, after: undefined };
    const sent = await recordCommands(client, () => fixture.services.queries.list(criteria, page, null));
    return sent.find((command) => command.find === 'rooms')?.hint;
  };
  const rate = (amount: number) => ({ maxHourlyRate: { amount, currency: 'KRW' } });
  for (const [index, many, few] of [
    ['by_name', { nameContains: 'room' }, { nameContains: 'blue' }],
    ['by_location', { location: 'seoul' }, { location: 'busan' }],
    ['by_capacity', { minCapacity: 2 }, { minCapacity: 500 }],
    ['by_rate', rate(1_000), rate(10)],
  ] as const)
    expect([await indexFor(many), await indexFor(few)]).toEqual([undefined, index]);
  expect(await indexFor({ nameContains: 'room', minCapacity: 500 })).toBe('by_capacity');
});
