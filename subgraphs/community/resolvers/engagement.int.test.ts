import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import type { TargetReference, TargetType } from '../domain/target.ts';
import { ADA, ALICE, BOB, type Data, HENRY, HOLLY, type Person, useService } from '../testing/graph.ts';

const service = useService();
const { mutate, look, newCourse } = service;

/** A new room or course of the host henry. */
async function newTarget(type: TargetType): Promise<TargetReference> {
  const { id } = type === 'ROOM' ? await service.fixture.newRoom() : await newCourse();
  return { type, id };
}

beforeEach(() => {
  service.fixture.bookings.answer = () => ({ kind: 'Allowed' });
  service.fixture.bookings.questions = [];
});

const SETS = [
  { set: 'like', remove: 'unlike', count: 'likeCount', mine: 'likedByMe' },
  { set: 'addBookmark', remove: 'removeBookmark', count: 'bookmarkCount', mine: 'bookmarkedByMe' },
] as const;

describe.each<TargetType>(['ROOM', 'COURSE'])('on a %s', (type) => {
  describe.each(SETS)('$set and $remove', ({ set, remove, count, mine }) => {
    test('twice is once, and one’s own', async () => {
      const target = await newTarget(type);
      for (const _ of [1, 2])
        expect(await mutate(ALICE, set, { target })).toMatchObject({
          __typename: 'TargetMutationSuccess',
          target: { id: target.id, [count]: 1, [mine]: true },
        });
      await mutate(BOB, set, { target });
      expect(await look(target, ALICE)).toMatchObject({ [count]: 2, [mine]: true });
      expect(await look(target, HOLLY)).toMatchObject({ [count]: 2, [mine]: false });
      for (const _ of [1, 2])
        expect((await mutate(ALICE, remove, { target })).target).toMatchObject({ [count]: 1, [mine]: false });
      expect(await look(target, BOB)).toMatchObject({ [count]: 1, [mine]: true });
    });

    test('does nothing twice for an idempotency key', async () => {
      const target = await newTarget(type);
      const input = { target, idempotencyKey: newId() };
      await mutate(ALICE, set, input);
      await mutate(ALICE, remove, { target });
      expect(await mutate(ALICE, set, input)).toMatchObject({
        __typename: 'TargetMutationSuccess',
        target: { [count]: 0, [mine]: false },
      });
    });

    test.each(['it', '0190b6a0-0000-7000-8000-000000000000'])('finds no target %s', async (id) => {
      const missing = { __typename: 'NotFound', missingId: id };
      expect(await mutate(ALICE, set, { target: { type, id } })).toMatchObject(missing);
      expect(await mutate(ALICE, remove, { target: { type, id } })).toMatchObject(missing);
    });
  });

  test('a target of the other type with this id does not exist', async () => {
    const { id } = await newTarget(type);
    const target = { type: type === 'ROOM' ? 'COURSE' : 'ROOM', id };
    expect(await mutate(ALICE, 'like', { target })).toMatchObject({ __typename: 'NotFound' });
    expect(await mutate(ALICE, 'writeReview', { target, rating: 5, text: 'Good' })).toMatchObject({
      __typename: 'NotFound',
    });
  });

  test('writing a review again replaces it', async () => {
    const target = await newTarget(type);
    service.fixture.setClock('2030-05-01T08:00:00.000Z');
    const first = await mutate(ALICE, 'writeReview', { target, rating: 2, text: ' Too\nsmall ' });
    expect(first.review).toEqual({
      id: expect.any(String),
      author: { id: 'alice' },
      rating: 2,
      text: 'Too\nsmall',
      createdAt: '2030-05-01T08:00:00.000Z',
    });
    await mutate(BOB, 'writeReview', { target, rating: 4, text: 'Good' });
    service.fixture.setClock('2030-05-01T09:00:00.000Z');
    const again = await mutate(ALICE, 'writeReview', { target, rating: 5, text: 'Large enough' });
    expect(again.review).toMatchObject({ id: first.review.id, rating: 5, text: 'Large enough' });
    // Newest first.
    expect(await look(target)).toMatchObject({
      reviewCount: 2,
      rating: 4.5,
      reviews: {
        totalCount: 2,
        edges: [
          { node: { author: { id: 'alice' }, rating: 5, createdAt: '2030-05-01T09:00:00.000Z' } },
          { node: { author: { id: 'bob' }, rating: 4 } },
        ],
      },
    });
  });

  test.each([
    [0, 'Fine', [['rating', 'TOO_SMALL']]],
    [
      6,
      '\u200b\n',
      [
        ['rating', 'TOO_LARGE'],
        ['text', 'REQUIRED'],
      ],
    ],
    [5, 'x'.repeat(4_001), [['text', 'TOO_LONG']]],
    [5, '\0a', [['text', 'MALFORMED']]],
    [5, '\u3164\u2800', [['text', 'REQUIRED']]],
    [5, 'good \u202e', [['text', 'MALFORMED']]],
  ])('a review of %i with this text is invalid', async (rating, text, problems) => {
    const target = await newTarget(type);
    const refused = await mutate(ALICE, 'writeReview', { target, rating, text });
    expect(refused).toMatchObject({ __typename: 'InvalidInput' });
    expect(refused.problems).toEqual(problems.map(([field, code]) => ({ field, code })));
    expect(await look(target)).toMatchObject({ reviewCount: 0, rating: null });
  });

  test('a review of 4,000 characters is valid', async () => {
    const target = await newTarget(type);
    const text = '가'.repeat(4_000);
    expect((await mutate(ALICE, 'writeReview', { target, rating: 1, text })).review.text).toBe(text);
  });

  test.each<readonly [string, Person]>([
    ['its author', ALICE],
    ['the host of what it is about', HENRY],
    ['an admin', ADA],
  ])('%s deletes a review', async (_who, person) => {
    const target = await newTarget(type);
    const { review } = await mutate(ALICE, 'writeReview', { target, rating: 1, text: 'No' });
    await mutate(BOB, 'writeReview', { target, rating: 4, text: 'Good' });
    expect(await mutate(person, 'deleteReview', { id: review.id })).toEqual({
      __typename: 'DeleteReviewSuccess',
      reviewId: review.id,
    });
    expect(await look(target)).toMatchObject({ reviewCount: 1, rating: 4, reviews: { totalCount: 1 } });
    expect(await mutate(person, 'deleteReview', { id: review.id })).toMatchObject({
      __typename: 'NotFound',
      missingId: review.id,
    });
  });

  test('for others there is no review to delete', async () => {
    const target = await newTarget(type);
    const { review } = await mutate(ALICE, 'writeReview', { target, rating: 1, text: 'No' });
    for (const person of [BOB, HOLLY])
      expect(await mutate(person, 'deleteReview', { id: review.id })).toMatchObject({
        __typename: 'NotFound',
        missingId: review.id,
      });
    expect(await look(target)).toMatchObject({ reviewCount: 1 });
  });

  test('reviews are paged, newest first', async () => {
    const target = await newTarget(type);
    for (const [index, subject] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      // Two at one instant.
      service.fixture.setClock(`2030-05-01T1${Math.floor(index / 2)}:00:00.000Z`);
      await mutate(['customer', subject], 'writeReview', { target, rating: 3, text: subject });
    }
    const query = /* GraphQL */ `
      query ($of: [_Any!]!, $first: Int, $after: String) {
        _entities(representations: $of) {
          ... on Room { reviews(first: $first, after: $after) { ...page } }
          ... on Course { reviews(first: $first, after: $after) { ...page } }
        }
      }
      fragment page on ReviewConnection {
        totalCount edges { node { text } } pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    `;
    const of = [{ __typename: type === 'ROOM' ? 'Room' : 'Course', id: target.id }];
    const page = async (after?: string) =>
      (await service.graph.ask('customer', query, { of, first: 3, after })).data._entities[0].reviews;
    const first = await page();
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = await page(first.pageInfo.endCursor);
    expect(second).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    const texts = [...first.edges, ...second.edges].map((edge: { node: { text: string } }) => edge.node.text);
    expect(texts[0]).toBe('e');
    expect(texts.slice(1, 3).sort()).toEqual(['c', 'd']);
    expect(texts.slice(3).sort()).toEqual(['a', 'b']);
  });
});

describe('a review of a room', () => {
  test('needs booking to say that the customer has used it', async () => {
    const target = await newTarget('ROOM');
    service.fixture.bookings.answer = () => ({ kind: 'ReviewNotAllowed' });
    expect(await mutate(ALICE, 'writeReview', { target, rating: 5, text: 'Good' })).toMatchObject({
      __typename: 'ReviewNotAllowed',
    });
    expect(service.fixture.bookings.questions).toEqual([{ customerId: 'alice', roomId: target.id }]);
    expect(await look(target)).toMatchObject({ reviewCount: 0 });
  });

  test('is not written while booking gives no answer, and is with the same key afterwards', async () => {
    const target = await newTarget('ROOM');
    const input = { target, rating: 5, text: 'Good', idempotencyKey: newId() };
    service.fixture.bookings.answer = () => ({ kind: 'ReviewCheckUnavailable', retryAfterSeconds: 3 });
    expect(await mutate(ALICE, 'writeReview', input)).toMatchObject({
      __typename: 'ReviewCheckUnavailable',
      retryAfterSeconds: 3,
    });
    expect(await look(target)).toMatchObject({ reviewCount: 0 });
    service.fixture.bookings.answer = () => ({ kind: 'Allowed' });
    expect(await mutate(ALICE, 'writeReview', input)).toMatchObject({ __typename: 'WriteReviewSuccess' });
  });

  test('may be of a closed room', async () => {
    const { id } = await service.fixture.newRoom({ closed: true });
    expect(
      await mutate(ALICE, 'writeReview', { target: { type: 'ROOM', id }, rating: 5, text: 'Good' }),
    ).toMatchObject({ __typename: 'WriteReviewSuccess' });
  });
});

test('a course takes reviews while it is open, without a question to booking', async () => {
  const { id } = await newCourse();
  const review = { target: { type: 'COURSE', id }, rating: 5, text: 'Good' };
  await mutate(HENRY, 'updateCourse', { id, open: false });
  expect(await mutate(ALICE, 'writeReview', review)).toMatchObject({ __typename: 'ReviewNotAllowed' });
  await mutate(HENRY, 'updateCourse', { id, open: true });
  expect(await mutate(ALICE, 'writeReview', review)).toMatchObject({ __typename: 'WriteReviewSuccess' });
  expect(service.fixture.bookings.questions).toEqual([]);
});

test('a repeated review that has been deleted since is not there', async () => {
  const target = await newTarget('COURSE');
  const input = { target, rating: 5, text: 'Good', idempotencyKey: newId() };
  const { review } = await mutate(ALICE, 'writeReview', input);
  await mutate(ALICE, 'deleteReview', { id: review.id });
  expect(await mutate(ALICE, 'writeReview', input)).toMatchObject({
    __typename: 'NotFound',
    missingId: target.id,
  });
});

test('a repeated like of a course that has been deleted since finds none', async () => {
  const target = await newTarget('COURSE');
  const input = { target, idempotencyKey: newId() };
  await mutate(ALICE, 'like', input);
  await mutate(HENRY, 'deleteCourse', { id: target.id });
  expect(await mutate(ALICE, 'like', input)).toMatchObject({ __typename: 'NotFound', missingId: target.id });
});

test('one request reads pages of several rooms, each as it was asked for', async () => {
  const rooms = [await newTarget('ROOM'), await newTarget('ROOM'), await newTarget('ROOM')];
  const [one, other] = rooms;
  for (const [target, subject] of [
    [one, 'a'],
    [one, 'b'],
    [one, 'c'],
    [other, 'd'],
  ] as const)
    await mutate(['customer', subject], 'writeReview', { target, rating: 3, text: subject });
  const query = /* GraphQL */ `
    query ($of: [_Any!]!) {
      _entities(representations: $of) {
        ... on Room { two: reviews(first: 2) { ...page } all: reviews { ...page } }
      }
    }
    fragment page on ReviewConnection { edges { node { author { id } } } pageInfo { hasNextPage } }
  `;
  const of = rooms.map(({ id }) => ({ __typename: 'Room', id }));
  const { data } = await service.graph.ask('customer', query, { of });
  const seen = data._entities.map(({ two, all }: Record<'two' | 'all', Data>) =>
    [two, all].map(({ edges, pageInfo }) => [edges.length, pageInfo.hasNextPage]),
  );
  expect(seen).toEqual([
    [
      [2, true],
      [3, false],
    ],
    [
      [1, false],
      [1, false],
    ],
    [
      [0, false],
      [0, false],
    ],
  ]);
});

test('a room that is unknown here has nothing', async () => {
  expect(await look({ type: 'ROOM', id: newId() })).toMatchObject({
    likeCount: 0,
    likedByMe: false,
    reviewCount: 0,
    rating: null,
    reviews: { totalCount: 0, edges: [] },
  });
});

test('two mutations of one request see each other’s effect', async () => {
  const target = await newTarget('ROOM');
  const query = /* GraphQL */ `
    mutation ($input: TargetMutationInput!) {
      one: like(input: $input) { ...after }
      two: unlike(input: $input) { ...after }
    }
    fragment after on TargetMutationResult {
      ... on TargetMutationSuccess { target { ... on Room { likeCount likedByMe } } }
    }
  `;
  expect((await service.graph.ask('customer', query, { input: { target } })).data).toEqual({
    one: { target: { likeCount: 1, likedByMe: true } },
    two: { target: { likeCount: 0, likedByMe: false } },
  });
});

test('an erased customer likes and bookmarks nothing, and has written no review; the reviews stay', async () => {
  const target = await newTarget('COURSE');
  for (const person of [ALICE, BOB]) {
    for (const mutation of ['like', 'addBookmark'] as const) await mutate(person, mutation, { target });
    await mutate(person, 'writeReview', { target, rating: 4, text: 'Good' });
  }
  const data = { customer: { id: 'alice' }, pseudonym: 'erased-1', bookings: [] };
  for (const _ of [1, 2]) await deliver(service.fixture.services.reactions, customerErased, { data });
  expect(await look(target, ALICE)).toMatchObject({
    likeCount: 1,
    likedByMe: false,
    bookmarkCount: 1,
    bookmarkedByMe: false,
    reviewCount: 2,
    reviews: { edges: [{ node: { author: { id: 'bob' } } }, { node: { author: null, text: 'Good' } }] },
  });
  const { rowCount } = await service.fixture.pool.query(
    `SELECT FROM events WHERE aggregate_id = $1 AND data::text LIKE '%alice%'`,
    [target.id],
  );
  expect(rowCount).toBe(0);
  // Who comes back is another author.
  await mutate(ALICE, 'writeReview', { target, rating: 1, text: 'Worse' });
  expect(await look(target)).toMatchObject({ reviewCount: 3, rating: 3 });
});
