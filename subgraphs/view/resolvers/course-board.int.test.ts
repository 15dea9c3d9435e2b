import { expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import {
  courseDeleted,
  courseRegistered,
  courseUpdated,
  reviewWritten,
} from '../../../schema/events/community.ts';
import { at, courseOf, eventOf, targetOf } from '../testing/events.ts';
import { COURSE_BOARD, useService } from '../testing/graph.ts';

const service = useService();

async function board(variables: object = {}) {
  const { data, errors } = await service.graph.ask('customer', COURSE_BOARD, variables);
  expect(errors).toBeUndefined();
  return data.courseBoard;
}

async function givenCourse() {
  const course = courseOf();
  await service.fixture.take(eventOf(courseRegistered, course.id, 1, { course }));
  return course;
}

test('shows the courses with what people think of them', async () => {
  const course = await givenCourse();
  const entry = {
    courseId: course.id,
    title: 'Along the river',
    stopCount: 1,
    rating: null,
    reviewCount: 0,
    likeCount: 0,
    bookmarkCount: 0,
    course: { id: course.id },
  };
  service.fixture.setClock(at('12:34'));
  expect(await board()).toMatchObject({ totalCount: 1, asOf: at('12:34'), edges: [{ node: entry }] });

  const target = targetOf('COURSE', course.id, { reviewCount: 2, rating: 4.5, likeCount: 7 });
  const stops = ['Bridge', 'Tea house'].map((name) => ({ name, note: null, roomId: null }));
  await service.fixture.take(
    eventOf(courseUpdated, course.id, 2, { course: { ...course, title: 'Across', stops } }),
    eventOf(reviewWritten, course.id, 12, {
      target,
      customer: { id: 'bob' },
      review: { id: newId(), rating: 5 },
    }),
  );
  const opinions = { rating: 4.5, reviewCount: 2, likeCount: 7 };
  expect((await board()).edges).toMatchObject([
    { node: { ...entry, title: 'Across', stopCount: 2, ...opinions } },
  ]);
});

test('is paged, and has no deleted courses', async () => {
  const courses = [await givenCourse(), await givenCourse(), await givenCourse(), await givenCourse()];
  const [first, gone, third, fourth] = courses.map(({ id }) => id);
  const [, deleted] = courses;
  if (!deleted) throw new Error('unreachable: there are four');
  await service.fixture.take(
    eventOf(courseDeleted, deleted.id, 2, { course: { ...deleted, deleted: true } }),
  );
  const page = await board({ first: 2 });
  expect(page).toMatchObject({
    totalCount: 3,
    pageInfo: { hasNextPage: true, hasPreviousPage: false },
    edges: [{ node: { courseId: first } }, { node: { courseId: third } }],
  });
  expect(await board({ first: 2, after: page.pageInfo.endCursor })).toMatchObject({
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
    edges: [{ node: { courseId: fourth } }],
  });
  expect(gone).toBe(deleted.id);
});

test('needs a token', async () => {
  expect(await service.graph.post(COURSE_BOARD, {})).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});
