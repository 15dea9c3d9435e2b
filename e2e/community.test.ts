import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import {
  AddBookmarkDocument,
  CourseDocument,
  CoursesDocument,
  DeleteCourseDocument,
  DeleteReviewDocument,
  DeleteRoomDocument,
  LikeDocument,
  RemoveBookmarkDocument,
  ScreenDocument,
  type TargetInput,
  UnlikeDocument,
  UpdateCourseDocument,
  WriteReviewDocument,
} from '../examples/documents.generated.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenCourse, givenReview } from './support/course.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';

let instance: SharedInstance;
let host: Client;
let rival: Client;
let admin: Client;
let carol: Client;
let dave: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  rival = await instance.as('holly', 'host');
  admin = await instance.as('ada', 'admin');
  carol = await instance.as('carol');
  dave = await instance.as('dave');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A room that a customer uses now. */
async function givenUsedRoom(customer: Client): Promise<string> {
  const roomId = await givenRoom(host);
  const id = await givenBooking(customer, { roomId });
  await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
  return roomId;
}

async function review(by: Client, target: TargetInput, rating = 4, text = 'Good') {
  const { data, errors } = await by.run(WriteReviewDocument, { input: { target, rating, text } });
  expect(errors).toBeUndefined();
  return data?.writeReview;
}

async function seeCourse(id: string, by = carol) {
  return (await by.run(CourseDocument, { id })).data?.course;
}

/** What the screen of all rooms shows of one of them. */
async function seeRoom(id: string, by = carol) {
  for (let after: string | null | undefined; ; ) {
    const { data, errors } = await by.run(ScreenDocument, { first: 100, after });
    expect(errors).toBeUndefined();
    const found = data?.rooms?.edges.find(({ node }) => node?.id === id)?.node;
    if (found || !data?.rooms?.pageInfo.hasNextPage) return found;
    after = data.rooms.pageInfo.endCursor;
  }
}

const course = (id: string) => ({ type: 'COURSE', id }) as const;
const room = (id: string) => ({ type: 'ROOM', id }) as const;

test('C7 A customer can review a room', async () => {
  const id = await givenUsedRoom(carol);
  expect(await review(carol, room(id), 2, 'Too warm')).toMatchObject({ __typename: 'WriteReviewSuccess' });
  expect(await review(carol, room(id), 5, 'Cool now')).toMatchObject({ __typename: 'WriteReviewSuccess' });
  // Who has not used the room, or whose booking lies ahead, has nothing to say about it.
  expect(await review(dave, room(id))).toMatchObject({ __typename: 'ReviewNotAllowed' });
  await eventuallyBooking(dave, await givenBooking(dave, { roomId: id, slot: slotIn(24) }), 'CONFIRMED');
  expect(await review(dave, room(id))).toMatchObject({ __typename: 'ReviewNotAllowed' });
  expect(await seeRoom(id)).toMatchObject({
    rating: 5,
    reviewCount: 1,
    reviews: { edges: [{ node: { author: { id: 'carol' }, rating: 5, text: 'Cool now' } }] },
  });
});

test('the rooms of the graph have their reviews, likes and bookmarks', async () => {
  const id = await givenUsedRoom(carol);
  await review(carol, room(id), 3);
  await carol.run(LikeDocument, { input: { target: room(id) } });
  await eventually(async () =>
    expect(await seeRoom(id)).toMatchObject({
      name: 'Han River',
      capacity: 8,
      status: 'FULL',
      currentBooking: { slot: { end: expect.any(String) } },
      rating: 3,
      reviewCount: 1,
      likeCount: 1,
      likedByMe: true,
      bookmarkCount: 0,
      bookmarkedByMe: false,
    }),
  );
});

test('D1 A host registers, changes, deletes a course', async () => {
  const roomId = await givenRoom(host);
  const id = await givenCourse(host, {
    stops: [
      { name: 'Gate', note: 'At nine' },
      { name: 'Han River', roomId },
    ],
  });
  const changes = { id, title: 'New town', stops: [{ name: 'Bridge' }] };
  const { data } = await host.run(UpdateCourseDocument, { input: changes });
  expect(data?.updateCourse).toMatchObject({ course: { title: 'New town', stops: [{ name: 'Bridge' }] } });
  // A course belongs to its host: another one sees it and may not change it; an admin may.
  for (const { errors } of [
    await rival.run(UpdateCourseDocument, { input: changes }),
    await rival.run(DeleteCourseDocument, { input: { id } }),
  ])
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  const closed = await admin.run(UpdateCourseDocument, { input: { id, open: false } });
  expect(closed.data?.updateCourse).toMatchObject({ course: { open: false } });
  const deleted = await host.run(DeleteCourseDocument, { input: { id } });
  expect(deleted.data?.deleteCourse).toEqual({ __typename: 'DeleteCourseSuccess', courseId: id });
  expect(await seeCourse(id)).toBeNull();
});

describe('D2 Customers read it', () => {
  test('with its host, and its stops in their order, some of them rooms', async () => {
    const roomId = await givenRoom(host);
    const id = await givenCourse(host, {
      description: 'On foot',
      stops: [
        { name: 'Gate', note: 'At nine' },
        { name: 'Han River', roomId },
      ],
    });
    expect(await seeCourse(id)).toMatchObject({
      title: 'Old town',
      description: 'On foot',
      host: { id: 'henry' },
      open: true,
      stops: [
        { name: 'Gate', note: 'At nine', room: null },
        { name: 'Han River', room: { id: roomId, name: 'Han River', status: 'EMPTY' } },
      ],
    });
  });

  test('a stop whose room was deleted keeps its name', async () => {
    const roomId = await givenRoom(host);
    const id = await givenCourse(host, { stops: [{ name: 'Han River', roomId }] });
    await eventually(async () => {
      const { data } = await host.run(DeleteRoomDocument, { input: { id: roomId } });
      expect(data?.deleteRoom).toMatchObject({ __typename: 'DeleteRoomSuccess' });
    });
    await eventually(async () =>
      expect((await seeCourse(id))?.stops).toEqual([{ name: 'Han River', note: null, room: null }]),
    );
  });

  test('in a list that is paged and counted', async () => {
    await Promise.all([givenCourse(host), givenCourse(host), givenCourse(host)]);
    const first = (await carol.run(CoursesDocument, { first: 2 })).data?.courses;
    expect(first?.totalCount).toBeGreaterThan(2);
    const second = (await carol.run(CoursesDocument, { first: 2, after: first?.pageInfo.endCursor })).data;
    const ids = [...(first?.edges ?? []), ...(second?.courses?.edges ?? [])].map(({ node }) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** The mutations of the two sets, each with the name of its outcome. */
const CHANGES = {
  like: async (by: Client, target: TargetInput) =>
    (await by.run(LikeDocument, { input: { target } })).data?.like?.__typename,
  unlike: async (by: Client, target: TargetInput) =>
    (await by.run(UnlikeDocument, { input: { target } })).data?.unlike?.__typename,
  addBookmark: async (by: Client, target: TargetInput) =>
    (await by.run(AddBookmarkDocument, { input: { target } })).data?.addBookmark?.__typename,
  removeBookmark: async (by: Client, target: TargetInput) =>
    (await by.run(RemoveBookmarkDocument, { input: { target } })).data?.removeBookmark?.__typename,
};

/** What a customer sets on a target or removes, with the fields that show it. */
type CustomerMark = {
  readonly set: (by: Client, target: TargetInput) => Promise<string | undefined>;
  readonly remove: (by: Client, target: TargetInput) => Promise<string | undefined>;
  readonly count: 'bookmarkCount' | 'likeCount';
  readonly mine: 'bookmarkedByMe' | 'likedByMe';
};

const BOOKMARK: CustomerMark = {
  set: CHANGES.addBookmark,
  remove: CHANGES.removeBookmark,
  count: 'bookmarkCount',
  mine: 'bookmarkedByMe',
};

const LIKE: CustomerMark = {
  set: CHANGES.like,
  remove: CHANGES.unlike,
  count: 'likeCount',
  mine: 'likedByMe',
};

async function expectSetOnce({ set, count, mine }: CustomerMark): Promise<void> {
  const id = await givenCourse(host);
  for (const by of [carol, carol, dave]) expect(await set(by, course(id))).toBe('TargetMutationSuccess');
  expect(await seeCourse(id)).toMatchObject({ [count]: 2, [mine]: true });
  expect(await seeCourse(id, host)).toMatchObject({ [count]: 2, [mine]: false });
}

async function expectRemovedOnce({ set, remove, count, mine }: CustomerMark): Promise<void> {
  const id = await givenCourse(host);
  for (const by of [carol, dave]) await set(by, course(id));
  for (const _ of [1, 2]) expect(await remove(carol, course(id))).toBe('TargetMutationSuccess');
  expect(await seeCourse(id)).toMatchObject({ [count]: 1, [mine]: false });
}

test('D3 They bookmark it: twice is once', () => expectSetOnce(BOOKMARK));
test('D4 They like it: twice is once', () => expectSetOnce(LIKE));
test('D5 They unlike it: what is not there stays away', () => expectRemovedOnce(LIKE));
test('D7 A bookmark can be removed: what is not there stays away', () => expectRemovedOnce(BOOKMARK));

describe.each([BOOKMARK, LIKE])('$count', ({ set, remove, count, mine }) => {
  test('the same on a room', async () => {
    const id = await givenRoom(host);
    for (const by of [carol, dave]) await set(by, room(id));
    await remove(dave, room(id));
    expect(await seeRoom(id)).toMatchObject({ [count]: 1, [mine]: true });
  });

  test('a hundred racing changes of the same people leave the size of the set', async () => {
    const id = await givenCourse(host);
    const people = await Promise.all(Array.from({ length: 10 }, (_, index) => instance.as(`fan-${index}`)));
    const racing = people.flatMap((person) =>
      Array.from({ length: 10 }, (_, index) => (index % 3 === 1 ? remove : set)(person, course(id))),
    );
    expect(new Set(await Promise.all(racing))).toEqual(new Set(['TargetMutationSuccess']));
    const seen = await Promise.all(people.map((person) => seeCourse(id, person)));
    const size = seen.filter((each) => each?.[mine]).length;
    expect(seen.map((each) => each?.[count])).toEqual(people.map(() => size));
  });
});

describe('D9 Customers review a course', () => {
  test('once each, while it is open; writing again replaces', async () => {
    const id = await givenCourse(host);
    await review(carol, course(id), 1, 'Closed when we came');
    await review(carol, course(id), 4, 'Open this time');
    await review(dave, course(id), 5);
    await host.run(UpdateCourseDocument, { input: { id, open: false } });
    expect(await review(rival, course(id))).toMatchObject({ __typename: 'ReviewNotAllowed' });
    expect(await seeCourse(id)).toMatchObject({ rating: 4.5, reviewCount: 2 });
  });

  test('a review is deleted by its author, the host of the course, or an admin', async () => {
    const id = await givenCourse(host);
    for (const by of [carol, host, admin]) {
      const input = { id: await givenReview(carol, course(id)) };
      for (const other of [dave, rival]) {
        const { data } = await other.run(DeleteReviewDocument, { input });
        expect(data?.deleteReview).toMatchObject({ __typename: 'NotFound' });
      }
      const { data } = await by.run(DeleteReviewDocument, { input });
      expect(data?.deleteReview).toEqual({ __typename: 'DeleteReviewSuccess', reviewId: input.id });
    }
    expect(await seeCourse(id)).toMatchObject({ rating: null, reviewCount: 0, reviews: { edges: [] } });
  });
});

test('the courses of the graph have their reviews, likes and bookmarks', async () => {
  const id = await givenCourse(host);
  await review(carol, course(id), 5, 'All day');
  await carol.run(LikeDocument, { input: { target: course(id) } });
  await dave.run(AddBookmarkDocument, { input: { target: course(id) } });
  expect(await seeCourse(id)).toMatchObject({
    rating: 5,
    reviewCount: 1,
    likeCount: 1,
    bookmarkCount: 1,
    likedByMe: true,
    bookmarkedByMe: false,
    reviews: { edges: [{ node: { author: { id: 'carol' }, text: 'All day' } }] },
  });
});

test('D11 A review is written only after a synchronous check that it may be', async () => {
  const id = await givenUsedRoom(carol);
  const input = { target: room(id), rating: 5, text: 'Good', idempotencyKey: 'review-1' };
  await instance.without(['booking'], async () => {
    const { data } = await carol.run(WriteReviewDocument, { input });
    expect(data?.writeReview).toMatchObject({
      __typename: 'ReviewCheckUnavailable',
      retryAfterSeconds: expect.any(Number),
    });
    // Likes and reviews of courses need nobody.
    const liked = await carol.run(LikeDocument, { input: { target: room(id) } });
    expect(liked.data?.like).toMatchObject({ __typename: 'TargetMutationSuccess' });
    expect(await review(carol, course(await givenCourse(host)))).toMatchObject({
      __typename: 'WriteReviewSuccess',
    });
  });
  expect(await seeRoom(id)).toMatchObject({ reviewCount: 0, likeCount: 1 });
  await eventually(async () => {
    const { data } = await carol.run(WriteReviewDocument, { input });
    expect(data?.writeReview).toMatchObject({ __typename: 'WriteReviewSuccess' });
  });
  expect(await seeRoom(id)).toMatchObject({ reviewCount: 1, rating: 5 });
});

test('rooms are liked, and courses registered, while the room service is down', async () => {
  const id = await givenRoom(host);
  await eventually(async () => expect(await seeRoom(id)).toMatchObject({ likeCount: 0 }));
  await instance.without(['room'], async () => {
    const { data } = await carol.run(LikeDocument, { input: { target: room(id) } });
    expect(data?.like).toMatchObject({ __typename: 'TargetMutationSuccess', target: { likeCount: 1 } });
    await givenCourse(host, { stops: [{ name: 'Han River', roomId: id }] });
  });
});

test('a room that was registered while community was down can be liked when it returns', async () => {
  let id = '';
  await instance.without(['community'], async () => {
    id = await givenRoom(host);
    const { data, errors } = await carol.run(ScreenDocument, { first: 1 });
    expect(data?.rooms?.edges[0]?.node).toMatchObject({ name: expect.any(String), likeCount: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'community' });
  });
  await eventually(async () => {
    const { data } = await carol.run(LikeDocument, { input: { target: room(id) } });
    expect(data?.like).toMatchObject({ __typename: 'TargetMutationSuccess' });
  });
});
