import { beforeAll, describe, expect, test } from 'vitest';
import type { Booking, BookingDetails } from '../domain/booking.ts';
import { at, book, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;
const room = roomOf({ hostId: 'henry' });
/** The ids of alice's bookings by their names, in the order in which they were made. */
const ids = new Map<string, string>();

const BOOKINGS: readonly (readonly [
  name: string,
  status: Booking['status'],
  slot: BookingDetails['slot'],
])[] = [
  ['evening', 'CONFIRMED', slot('20:00', '21:00')],
  ['morning', 'CONFIRMED', slot('06:00', '07:00')],
  ['declined', 'REJECTED', slot('14:00', '15:00')],
  ['now', 'CONFIRMED', slot('11:30', '12:30')],
  ['over', 'CONFIRMED', slot('11:00', '12:00')],
  ['cancelled', 'CANCELLED', slot('06:00', '07:00')],
];

/** Bookings of rooms of their own. */
const WITH_OWN_ROOM: ReadonlySet<string> = new Set(['over', 'cancelled']);

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  await fixture.rooms.save(room);
  for (const [name, status, period] of BOOKINGS) {
    const of = WITH_OWN_ROOM.has(name) ? roomOf({ hostId: 'henry' }) : room;
    await fixture.rooms.save(of);
    ids.set(name, (await book(fixture, status, { room: of, slot: period })).id);
  }
  fixture.setClock(at('12:00'));
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});

const PAGE = 'totalCount edges { cursor node { id status } } pageInfo { endCursor hasNextPage }';
const MINE = `query ($first: Int, $after: String, $orderBy: BookingOrder, $when: BookingWhen, $from: DateTime,
    $to: DateTime, $statuses: [BookingStatus!]) {
  list: me { bookings(first: $first, after: $after, orderBy: $orderBy, when: $when, from: $from, to: $to,
    statuses: $statuses) { ${PAGE} } } }`;
const ALL = `query ($first: Int, $after: String, $orderBy: BookingOrder, $when: BookingWhen, $from: DateTime,
    $to: DateTime, $statuses: [BookingStatus!]) {
  list: bookings(first: $first, after: $after, orderBy: $orderBy,
    filter: { customerId: "alice", when: $when, from: $from, to: $to, statuses: $statuses }) { ${PAGE} } }`;

type Page = {
  readonly totalCount: number;
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
};

/** The same list as its customer, the host and an admin read it. */
const READERS = [
  ['me.bookings of the customer', 'customer', 'alice', MINE],
  ['bookings of a host', 'host', 'henry', ALL],
  ['bookings of an admin', 'admin', 'root', ALL],
] as const;

describe.each(READERS)('%s', (_list, role, subject, query) => {
  async function pageOf(variables: object): Promise<Page> {
    const { data, errors } = await graph.ask(role, query, variables, subject);
    expect(errors).toBeUndefined();
    return data.list.bookings ?? data.list;
  }

  async function namesOf(variables: object) {
    const { edges, totalCount } = await pageOf(variables);
    expect(totalCount).toBe(edges.length);
    return edges.map(({ node }) => [...ids].find(([, id]) => id === node.id)?.[0]);
  }

  const MADE = BOOKINGS.map(([name]) => name);
  const BY_START = ['morning', 'cancelled', 'over', 'now', 'declined', 'evening'];
  const ORDERS: readonly (readonly [string, readonly string[]])[] = [
    ['REQUESTED_AT_ASC', MADE],
    ['REQUESTED_AT_DESC', MADE.toReversed()],
    ['SLOT_START_ASC', BY_START],
    ['SLOT_START_DESC', BY_START.toReversed()],
  ];

  test('is newest first unless another order is asked for', async () => {
    expect(await namesOf({})).toEqual(MADE.toReversed());
    expect(await namesOf({ orderBy: null, when: null })).toEqual(MADE.toReversed());
  });

  test.each(ORDERS)('is ordered by %s, on one page and on several', async (orderBy, names) => {
    expect(await namesOf({ orderBy })).toEqual(names);
    const read: string[] = [];
    for (let after: string | undefined; ; ) {
      const { edges, pageInfo } = await pageOf({ orderBy, first: 2, after });
      read.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(read).toEqual(names.map((name) => ids.get(name)));
  });

  test('refuses the cursor of another order', async () => {
    for (const [orderBy] of ORDERS) {
      const after = (await pageOf({ orderBy, first: 1 })).pageInfo.endCursor;
      for (const [other] of ORDERS.filter(([each]) => each !== orderBy)) {
        const { errors } = await graph.ask(role, query, { orderBy: other, after }, subject);
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      }
    }
  });

  test.each<[object, readonly string[]]>([
    [{ when: 'UPCOMING' }, ['now', 'declined', 'evening']],
    [{ when: 'PAST' }, ['morning', 'cancelled', 'over']],
    [{ when: 'ALL' }, BY_START],
    [{ when: 'UPCOMING', statuses: ['CONFIRMED', 'PAID'] }, ['now', 'evening']],
    [{ when: 'PAST', statuses: ['CONFIRMED'] }, []],
    [{ statuses: ['COMPLETED'] }, ['morning', 'over']],
    [{ from: at('12:00') }, ['now', 'declined', 'evening']],
    [{ to: at('12:00') }, ['morning', 'cancelled', 'over', 'now']],
    [{ from: at('07:00'), to: at('15:00') }, ['over', 'now', 'declined']],
    [{ when: 'UPCOMING', from: at('07:00'), to: at('15:00') }, ['now', 'declined']],
    [{ when: 'UPCOMING', from: at('13:00') }, ['declined', 'evening']],
    [{ when: 'PAST', from: at('07:00') }, ['over']],
    [{ when: 'PAST', from: at('12:00') }, []],
  ])('with %j has %j', async (conditions, names) => {
    expect(await namesOf({ ...conditions, orderBy: 'SLOT_START_ASC' })).toEqual(names);
  });

  test('of a period that ends before it begins is BAD_USER_INPUT', async () => {
    const { errors } = await graph.ask(role, query, { from: at('12:00'), to: at('11:00') }, subject);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
