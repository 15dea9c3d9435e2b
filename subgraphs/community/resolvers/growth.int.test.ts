import { expect, test } from 'vitest';
import { liftStatementTimeout, transaction } from '../../../platform/postgres/pool.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { type Reads, readsOfEach } from '../../../platform/testing/reads.ts';
import { createFixture } from '../testing/fixture.ts';
import { serveGraph } from '../testing/graph.ts';

const ID = (series: number, number: string) =>
  `('0190b6a0-0000-7000-800${series}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
/** The statements that fill the tables with rooms, as many courses, and reviews and likes of each room. */
const statementsFor = (rooms: number, reviews: number) => [
  `INSERT INTO targets (id, type, room_version, name, host_id, status, likes, reviews, rating_sum)
    SELECT ${ID(1, 'n')}, 'ROOM', 1, 'room', 'henry', 'OPEN', ${reviews}, ${reviews}, 5 * ${reviews} FROM generate_series(1, ${rooms}) AS n`,
  `INSERT INTO targets (id, type, name, host_id, status)
    SELECT ${ID(2, 'n')}, 'COURSE', 'course', 'henry', 'OPEN' FROM generate_series(1, ${rooms}) AS n`,
  `INSERT INTO courses SELECT id, NULL, '[]' FROM targets WHERE type = 'COURSE'`,
  `INSERT INTO reviews SELECT ${ID(3, 'n * 100000 + k')}, ${ID(1, 'n')}, 'customer ' || k, 5, 'good',
      '2030-01-01'::timestamptz + k * interval '1 hour'
    FROM generate_series(1, ${rooms}) AS n, generate_series(1, ${reviews}) AS k`,
  `INSERT INTO marks SELECT ${ID(1, 'n')}, 'customer ' || k, 'LIKE'
    FROM generate_series(1, ${rooms}) AS n, generate_series(1, ${reviews}) AS k`,
];

const REVIEWS = `query ($of: [_Any!]!, $after: String) { _entities(representations: $of) { ... on Room {
  reviews(first: 50, after: $after) { pageInfo { hasNextPage endCursor } } } } }`;

async function readsFrom(rooms: number, reviewsOfRoom: number): Promise<ReadonlyMap<string, Reads>> {
  await using fixture = await createFixture();
  await transaction(fixture.pool, async (client) => {
    await liftStatementTimeout(client);
    for (const text of statementsFor(rooms, reviewsOfRoom)) await client.query(text);
  });
  await fixture.pool.query('VACUUM ANALYZE');
  const graph = await serveGraph(fixture);
  const of = Array.from({ length: 20 }, (_, n) => ({
    __typename: 'Room',
    id: `0190b6a0-0000-7000-8001-${(n + 1).toString(16).padStart(12, '0')}`,
  }));
  const ask = async (query: string, variables = {}) => {
    const { data, errors } = await graph.ask('customer', query, variables, 'customer 1');
    expect(errors).toBeUndefined();
    return data;
  };
  const reviewsAfter = async (after: string | null) => {
    const data = await ask(REVIEWS, { of: of.slice(0, 1), after });
    return data._entities[0].reviews.pageInfo;
  };
  /** The cursor before the last page of a room's reviews. */
  let late: string | null = null;
  for (let page = await reviewsAfter(null); page.hasNextPage; page = await reviewsAfter(late))
    late = page.endCursor;
  const ofRooms = (fields: string) =>
    ask(`query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room { ${fields} } } }`, { of });
  try {
    return await readsOfEach(fixture.pool, {
      courses: () => ask('{ courses { edges { node { id title likeCount } } } }'),
      'a late page of reviews': () => reviewsAfter(late),
      'reviews of 20 rooms': () => ofRooms('reviews { edges { node { text } } totalCount }'),
      'likes and ratings of 20 rooms': () => ofRooms('rating reviewCount likeCount likedByMe bookmarkedByMe'),
    });
  } finally {
    await graph.close();
  }
}

test.each([
  ['rooms and courses', 1_000, 60],
  ['reviews of each', 100, 600],
] as const)(
  'each list reads as much from a store with ten times the %s',
  async (what, rooms, reviews) => {
    const growth = compareReads(await readsFrom(100, 60), await readsFrom(rooms, reviews));
    printGrowth(`community, ten times the ${what}`, growth);
    expect(growing(growth)).toEqual([]);
  },
  120_000,
);
