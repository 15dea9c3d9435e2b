import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { everyField } from '../../../platform/testing/every-field.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import { ALICE, BOB, type Data, useService } from '../testing/graph.ts';

const service = useService();
const FOLDER = join(import.meta.dirname, '..');

type Reference = { readonly __typename: 'Room' | 'Course'; readonly id: string };
/** Rooms and courses, a hundred of each. */
const references: Record<Reference['__typename'], readonly Reference[]> = { Room: [], Course: [] };

/** A hundred rooms, each with two reviews, and a hundred courses with one of them each. */
beforeAll(async () => {
  references.Room = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { id } = await service.fixture.newRoom();
      for (const who of [ALICE, BOB])
        await service.mutate(who, 'writeReview', { target: { type: 'ROOM', id }, rating: 5, text: 'Good' });
      return { __typename: 'Room' as const, id };
    }),
  );
  references.Course = await Promise.all(
    references.Room.map(async ({ id: roomId }) => {
      const stops = [{ name: 'First', roomId }];
      const { id } = await service.newCourse({ stops });
      await service.mutate(BOB, 'like', { target: { type: 'COURSE', id } });
      return { __typename: 'Course' as const, id };
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
      const { data, errors } = await service.graph.ask('customer', query, {
        of: references.Room.slice(0, size),
      });
      expect(errors).toBeUndefined();
      answers.push(...data.list);
    });
  const few = await statements(20);
  expect(few).toBeGreaterThan(0);
  expect(await statements(100)).toBe(few);
  expect(answers).toHaveLength(120);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

const ARGS = { 'Room.reviews': 'first: 2', 'Course.reviews': 'first: 2' };

test.each([
  ...everyField(FOLDER, 'Room', ARGS).map((field) => ['Room', field] as const),
  ...everyField(FOLDER, 'Course', ARGS).map((field) => ['Course', field] as const),
])('a hundred take as many statements as twenty: … on %s { %s }', async (type, field) => {
  const query = `query ($of: [_Any!]!) { list: _entities(representations: $of) { ... on ${type} { ${field} } } }`;
  const statements = (size: number) =>
    countStatements(service.fixture.pool, async () => {
      const of = references[type].slice(0, size);
      const { data, errors } = await service.graph.ask('customer', query, { of });
      expect(errors).toBeUndefined();
      expect(data.list.filter(Boolean)).toHaveLength(size);
    });
  expect(await statements(20)).toBe(await statements(100));
});

test.each(everyField(FOLDER, 'Course', ARGS))(
  'a page of a hundred courses takes as many statements as one of twenty: %s',
  async (field) => {
    const query = `query ($first: Int!) { list: courses(first: $first) { edges { node { ${field} } } totalCount } }`;
    const statements = (first: number) =>
      countStatements(service.fixture.pool, async () => {
        const { data, errors } = await service.graph.ask('customer', query, { first });
        expect(errors).toBeUndefined();
        expect(data.list.edges).toHaveLength(first);
      });
    expect(await statements(20)).toBe(await statements(100));
  },
);
