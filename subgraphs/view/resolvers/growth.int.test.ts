import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liftStatementTimeout, transaction } from '../../../platform/postgres/pool.ts';
import { everyField } from '../../../platform/testing/every-field.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { type Reads, readsOfEach } from '../../../platform/testing/reads.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { serveGraph } from '../testing/graph.ts';

const NOW = '2030-05-01T12:00:00.000Z';
const ROOM = (number: string) => `('0190b6a0-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** The statements that fill the tables with rooms and with bookings of each, one every six hours. */
const statementsFor = (rooms: number, bookings: number) => [
  `INSERT INTO rooms SELECT ${ROOM('n')}, 1, CASE WHEN n <= 10 THEN 'henry' ELSE 'host ' || n / 10 END, name, 'Seoul', name, 'seoul',
      CASE WHEN n = 8 THEN 900 ELSE 10 END, CASE WHEN n = 9 THEN 1 ELSE 1000 END, 'KRW', false
    FROM generate_series(1, ${rooms}) AS n,
      LATERAL (SELECT CASE WHEN n = 7 THEN 'blue hall' ELSE 'room ' || n END AS name) AS room`,
  `INSERT INTO room_statuses SELECT id, 1, 'EMPTY', '${NOW}'::timestamptz, NULL FROM rooms`,
  `INSERT INTO stocks SELECT id, 1, supplies, supplies, '{1}', supplies FROM rooms, LATERAL (SELECT
      CASE WHEN capacity = 900 THEN '{organ}'::text[] ELSE '{chair}' END AS supplies) AS stock
   `,
  `INSERT INTO bookings SELECT (lpad(to_hex(k), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 3, ${ROOM('n')},
      'room', CASE WHEN n <= 5 THEN 'alice' ELSE 'customer ' || n END,
      CASE WHEN start + interval '1 hour' <= '${NOW}' THEN 'COMPLETED' ELSE 'CONFIRMED' END, start, start + interval '1 hour', 1000, 'KRW'
    FROM generate_series(1, ${rooms}) AS n, generate_series(1, ${bookings}) AS k,
      LATERAL (SELECT '${NOW}'::timestamptz + (k - ${bookings} * 0.8) * interval '6 hours' + n % 6 * interval '1 hour' AS start) AS slot`,
  `INSERT INTO payments SELECT id, 1, 'CAPTURED' FROM bookings`,
  `INSERT INTO courses SELECT id, 1, 'course', 2, false FROM rooms`,
  `INSERT INTO engagements SELECT id, 1, 4.5, 2, 3, 4 FROM rooms`,
  `INSERT INTO bookmarks SELECT 'customer ' || n % 50, id, 1, 'ROOM', true FROM rooms, generate_series(1, 5) AS n
   `,
];

const board = (filter: string, first = 20) =>
  `{ roomBoard(first: ${first}, filter: { ${filter} }) { edges { node { roomId status nextBookingAt bookedUntil likeCount } } } }`;

const LISTS = {
  'room board': board(''),
  'room board, EMPTY': board('status: EMPTY'),
  'room board, FULL': board('status: FULL', 5),
  'room board of a host': board('hostId: "henry"'),
  'room board, a rare name': board('nameContains: "blue"'),
  'room board, a usual name': board('nameContains: "room"'),
  'room board, a usual location': board('location: "seoul"'),
  'room board, no location': board('location: "busan"'),
  'room board, for many': board('minCapacity: 500'),
  'room board, a rare rate': board('maxHourlyRate: { amount: 10, currency: KRW }'),
  'room board, a usual rate': board('maxHourlyRate: { amount: 1000, currency: KRW }'),
  'room board, a rare supply': board('supplies: ["organ"]'),
  'room board, a usual supply': board('supplies: ["chair"]'),
  'course board': '{ courseBoard { edges { node { courseId likeCount } } } }',
  'page of a customer':
    '{ myPage { bookings { edges { node { bookingId paymentStatus } } } bookmarkedRoomIds unreadMessages } }',
} as const;

async function fill({ pool }: Fixture, rooms: number, bookingsOfRoom: number): Promise<void> {
  await transaction(pool, async (client) => {
    await liftStatementTimeout(client);
    for (const text of statementsFor(rooms, bookingsOfRoom)) await client.query(text);
  });
  await pool.query('VACUUM ANALYZE');
}

async function readsFrom(rooms: number, bookingsOfRoom: number): Promise<ReadonlyMap<string, Reads>> {
  await using fixture = await createFixture();
  fixture.setClock(NOW);
  await fill(fixture, rooms, bookingsOfRoom);
  const graph = await serveGraph(fixture);
  const works = Object.entries(LISTS).map(([what, query]) => {
    const read = async () => {
      const { errors } = await graph.ask('customer', query, {}, 'alice');
      expect(errors, what).toBeUndefined();
    };
    return [what, read] as const;
  });
  try {
    return await readsOfEach(fixture.pool, Object.fromEntries(works));
  } finally {
    await graph.close();
  }
}

test.each([
  ['rooms', 10_000, 12],
  ['bookings of each', 1_000, 120],
] as const)(
  'each list and filter reads as much from a store with ten times the %s',
  async (what, rooms, bookings) => {
    const growth = compareReads(await readsFrom(1_000, 12), await readsFrom(rooms, bookings));
    printGrowth(`view, ten times the ${what}`, growth);
    expect(growing(growth)).toEqual([]);
  },
  120_000,
);

test('each page of a hundred takes as many statements as one of twenty', async () => {
  await using fixture = await createFixture();
  await using stack = new AsyncDisposableStack();
  fixture.setClock(NOW);
  await fill(fixture, 100, 100);
  const graph = await serveGraph(fixture);
  stack.defer(() => graph.close());
  const statements = async (first: number) => {
    const page = `first: ${first}`;
    const pages = { 'Query.roomBoard': page, 'Query.courseBoard': page, 'MyPage.bookings': page };
    const counts: number[] = [];
    for (const field of everyField(join(import.meta.dirname, '..'), 'Query', pages))
      counts.push(
        await countStatements(fixture.pool, async () => {
          const { errors } = await graph.ask('admin', `{ ${field} }`, {}, 'alice');
          expect(errors, field).toBeUndefined();
        }),
      );
    return counts;
  };
  expect(await statements(20)).toEqual(await statements(100));
});
