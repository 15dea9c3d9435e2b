import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { everyField } from '../../../platform/testing/every-field.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import { book, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { type Data, type Graph, serveGraph } from '../testing/graph.ts';

const ROOMS = 100;

let fixture: Fixture;
let graph: Graph;
/** The rooms, each with two bookings of a customer of its own. */
let references: readonly { readonly room: object; readonly customer: object; readonly booking: object }[];

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  references = await Promise.all(
    Array.from({ length: ROOMS }, async (_, index) => {
      const room = roomOf({ hostId: index % 2 === 0 ? 'henry' : 'hana' });
      const customerId = `customer ${index}`;
      await fixture.rooms.save(room);
      const { id } = await book(fixture, 'CONFIRMED', { room, customerId });
      await book(fixture, 'CONFIRMED', { room, customerId, slot: slot('11:00', '12:00') });
      return {
        room: { __typename: 'Room', id: room.id },
        customer: { __typename: 'Customer', id: customerId },
        booking: { __typename: 'Booking', id },
      };
    }),
  );
  fixture.setClock('2030-05-01T09:30:00.000Z');
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});

const BOOKING =
  'id roomId status customer { id } room { name capacity } history { type } cancelledBy cancellationReason';
const DAY = 'from: "2030-05-01T08:00:00Z", to: "2030-05-01T12:00:00Z"';
const IDS = 'edges { node { id } } totalCount';
const LIST = `edges { node { ${BOOKING} } } totalCount`;

const FIELDS = [
  ['room', 'Room', `currentBooking { ${BOOKING} }`],
  ['room', 'Room', `bookings(first: 1) { ${LIST} }`],
  // What two lists need in turn is read together or not, as their pages arrive, so they need nothing more.
  ['room', 'Room', `bookings(first: 1) { ${IDS} } again: bookings(${DAY}) { ${IDS} }`],
  ['room', 'Room', `freeSlots(${DAY}) { start end }`],
  ['customer', 'Customer', `bookings { ${LIST} }`],
  ['customer', 'Customer', `bookings(orderBy: SLOT_START_ASC, when: UPCOMING, first: 1) { ${LIST} }`],
  ['booking', 'Booking', BOOKING],
  [
    'room',
    'Room',
    `bookings { edges { node { customer { bookings { edges { node { room { currentBooking { id } } } } } } } } }`,
  ],
] as const;

const FOLDER = join(import.meta.dirname, '..');
const ARGS = { 'Room.freeSlots': DAY, 'Room.bookings': 'first: 2', 'Customer.bookings': 'first: 2' };
/** Also those that come later. */
const EVERY_FIELD = [
  ...everyField(FOLDER, 'Room', ARGS).map((field) => ['room', 'Room', field] as const),
  ...everyField(FOLDER, 'Customer', ARGS).map((field) => ['customer', 'Customer', field] as const),
  ...everyField(FOLDER, 'Booking', ARGS).map((field) => ['booking', 'Booking', field] as const),
];

test.each([...FIELDS, ...EVERY_FIELD])(
  'a hundred take as many statements as twenty: %s { … on %s { %s } }',
  async (kind, type, fields) => {
    const query = `query ($of: [_Any!]!) { list: _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
    for (const role of ['admin', 'host'] as const) {
      const answers: Data[] = [];
      const count = (size: number) =>
        countStatements(fixture.pool, async () => {
          const of = references.slice(0, size).map((each) => each[kind]);
          const { data, errors } = await graph.ask(role, query, { of }, role === 'host' ? 'henry' : 'root');
          expect(errors).toBeUndefined();
          answers.push(data);
        });
      expect(await count(20)).toBe(await count(ROOMS));
      expect(answers[1].list).toHaveLength(ROOMS);
      expect(answers[1].list.slice(0, 20)).toEqual(answers[0].list);
    }
  },
);

test('the items are counted only when they are asked for', async () => {
  const of = references.map(({ room }) => room);
  const statements = (fields: string) =>
    countStatements(fixture.pool, async () => {
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room { bookings { ${fields} } } } }`;
      expect((await graph.ask('admin', query, { of })).errors).toBeUndefined();
    });
  expect(await statements('edges { cursor } totalCount')).toBe((await statements('edges { cursor }')) + 1);
});

test('each room has its own page', async () => {
  const [first] = references;
  const of = [first?.room, { __typename: 'Room', id: newId() }];
  const page = async (args: string) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room {
      bookings(${args}) { edges { cursor node { slot { start end } } } pageInfo { hasNextPage } totalCount } } } }`;
    const { data } = await graph.ask('admin', query, { of });
    return data._entities.map(({ bookings }: Data) => bookings);
  };
  const [one, none] = await page('first: 1');
  expect(none).toEqual({ edges: [], pageInfo: { hasNextPage: false }, totalCount: 0 });
  expect(one).toMatchObject({
    edges: [{ node: { slot: slot('09:00', '10:00') } }],
    pageInfo: { hasNextPage: true },
    totalCount: 2,
  });
});

test.each([
  `bookings(first: $first) { edges { node { ${BOOKING} customer { id role } } } totalCount }`,
  `availableRooms(first: $first, slot: { start: "2030-05-02T09:00:00Z", end: "2030-05-02T10:00:00Z" }) {
    edges { node { id currentBooking { id } freeSlots(${DAY}) { start } bookings(first: 1) { ${IDS} } } } totalCount }`,
])('a page of a hundred takes as many statements as one of twenty: %s', async (list) => {
  const statements = (first: number) =>
    countStatements(fixture.pool, async () => {
      const query = `query ($first: Int!) { list: ${list} }`;
      const { data, errors } = await graph.ask('admin', query, { first });
      expect(errors).toBeUndefined();
      expect(data.list.edges).toHaveLength(first);
    });
  expect(await statements(20)).toBe(await statements(ROOMS));
});
