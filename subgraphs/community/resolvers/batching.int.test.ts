import { beforeAll, expect, test } from 'vitest';
import { countStatements } from '../../../platform/testing/statements.ts';
import { ALICE, BOB, type Data, useService } from '../testing/graph.ts';

const service = useService();
let rooms: readonly { readonly __typename: 'Room'; readonly id: string }[];

/** A hundred rooms, each with two reviews. */
beforeAll(async () => {
  rooms = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { id } = await service.fixture.newRoom();
      for (const who of [ALICE, BOB])
        await service.mutate(who, 'writeReview', { target: { type: 'ROOM', id }, rating: 5, text: 'Good' });
      return { __typename: 'Room' as const, id };
    }),
  );
});

test.each([
  'reviews(first: 1) { edges { node { rating author { id } } } totalCount }',
  'reviews(first: 1) { edges { node { text } } } all: reviews { edges { node { text } } }',
  'rating reviewCount likeCount bookmarkCount likedByMe bookmarkedByMe',
])('of a hundred rooms take as many statements as those of twenty: %s', async (fields) => {
  const query = `query ($of: [_Any!]!) { list: _entities(representations: $of) { ... on Room { ${fields} } } }`;
  const answers: Data[] = [];
  const statements = (size: number) =>
    countStatements(service.fixture.pool, async () => {
      const { data, errors } = await service.graph.ask('customer', query, { of: rooms.slice(0, size) });
      expect(errors).toBeUndefined();
      answers.push(...data.list);
    });
  const few = await statements(20);
  expect(few).toBeGreaterThan(0);
  expect(await statements(100)).toBe(few);
  expect(answers).toHaveLength(120);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});
