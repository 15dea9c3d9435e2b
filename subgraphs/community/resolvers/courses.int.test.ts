import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { ADA, ALICE, HENRY, HOLLY, useService } from '../testing/graph.ts';

const service = useService();
const { mutate, newCourse } = service;

const COURSE =
  'query ($id: ID!) { course(id: $id) { id title open host { id } stops { name room { id } } } }';
const COURSES = /* GraphQL */ `
  query ($first: Int, $after: String) {
    courses(first: $first, after: $after) {
      totalCount
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

const find = async (id: string) => (await service.graph.ask('customer', COURSE, { id })).data.course;
const read = async (variables: object) =>
  (await service.graph.ask('customer', COURSES, variables)).data.courses;

describe('registering a course', () => {
  test('stores it as given, for its host, open, with its stops in their order', async () => {
    const room = await service.fixture.newRoom();
    const course = await newCourse({
      title: ' Old town ',
      description: ' On foot\nand slowly ',
      stops: [
        { name: ' Gate ', note: ' ' },
        { name: 'Han', note: 'Book it', roomId: room.id.toUpperCase() },
        { name: 'Gate' },
      ],
    });
    expect(course).toEqual({
      id: expect.any(String),
      title: 'Old town',
      description: 'On foot\nand slowly',
      open: true,
      host: { id: 'henry' },
      stops: [
        { name: 'Gate', note: null, room: null },
        { name: 'Han', note: 'Book it', room: { id: room.id } },
        { name: 'Gate', note: null, room: null },
      ],
    });
    expect(await find(course.id)).toMatchObject({ title: 'Old town', host: { id: 'henry' } });
  });

  test('names all invalid values, in the order of the input', async () => {
    const closed = await service.fixture.newRoom({ closed: true });
    const deleted = await service.fixture.newRoom();
    await service.fixture.deleteRoom(deleted);
    const input = {
      title: ' ',
      description: 'x'.repeat(5_001),
      stops: [
        { name: '\u200b', note: 'x'.repeat(1_001), roomId: 'room' },
        { name: 'two\nlines' },
        { name: 'Unknown', roomId: newId().replace(/^........-..../, '0190b6a0-0000') },
        { name: 'Deleted', roomId: deleted.id },
        { name: 'Closed', roomId: closed.id },
        { name: 'x'.repeat(201), roomId: (await newCourse()).id },
      ],
    };
    const refused = await mutate(HENRY, 'registerCourse', input);
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'title' });
    expect(refused.problems).toEqual([
      { field: 'title', code: 'REQUIRED' },
      { field: 'description', code: 'TOO_LONG' },
      { field: 'stops[0].name', code: 'REQUIRED' },
      { field: 'stops[0].note', code: 'TOO_LONG' },
      { field: 'stops[0].roomId', code: 'MALFORMED' },
      { field: 'stops[1].name', code: 'MALFORMED' },
      { field: 'stops[2].roomId', code: 'UNKNOWN' },
      { field: 'stops[3].roomId', code: 'UNKNOWN' },
      { field: 'stops[5].name', code: 'TOO_LONG' },
      { field: 'stops[5].roomId', code: 'UNKNOWN' },
    ]);
  });

  test('stores NFC, and no text of which nothing is seen', async () => {
    const course = await newCourse({
      title: '골목길'.normalize('NFD'),
      description: '\u3164',
      stops: [{ name: 'Cafe\u0301 👩🏽‍💻', note: '\u2800' }],
    });
    expect(course).toMatchObject({
      title: '골목길',
      description: null,
      stops: [{ name: 'Café 👩🏽‍💻', note: null }],
    });
    const input = { title: '\u3164', stops: [{ name: '\u115f' }, { name: 'a\u202eb', note: '\u2067x' }] };
    expect((await mutate(HENRY, 'registerCourse', input)).problems).toEqual([
      { field: 'title', code: 'REQUIRED' },
      { field: 'stops[0].name', code: 'REQUIRED' },
      { field: 'stops[1].name', code: 'MALFORMED' },
      { field: 'stops[1].note', code: 'MALFORMED' },
    ]);
  });

  test('the texts of its stops are bounded together', async () => {
    const stops = Array.from({ length: 90 }, () => ({ name: 'x', note: '👨‍👩‍👧‍👦'.repeat(250) }));
    expect((await mutate(HENRY, 'registerCourse', { title: 'Long', stops })).problems).toEqual([
      { field: 'stops', code: 'TOO_LONG' },
    ]);
  });

  test('takes at most 100 stops', async () => {
    const stops = Array.from({ length: 100 }, (_, index) => ({ name: `Stop ${index}` }));
    expect((await newCourse({ stops })).stops).toHaveLength(100);
    const input = { title: 'Long', stops: [...stops, { name: 'Last' }] };
    expect((await mutate(HENRY, 'registerCourse', input)).problems).toEqual([
      { field: 'stops', code: 'TOO_LONG' },
    ]);
  });

  test('happens once for an idempotency key', async () => {
    const input = { title: 'Once', stops: [], idempotencyKey: newId() };
    const first = await mutate(HENRY, 'registerCourse', input);
    expect(await mutate(HENRY, 'registerCourse', input)).toEqual(first);
    expect(await mutate(HENRY, 'registerCourse', { ...input, title: 'Twice' })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
    await mutate(HENRY, 'deleteCourse', { id: first.course.id });
    // The first outcome, also after the course is gone.
    expect(await mutate(HENRY, 'registerCourse', input)).toMatchObject({
      __typename: 'RegisterCourseSuccess',
      course: { id: first.course.id },
    });
  });

  test('is for hosts and admins', async () => {
    expect(await mutate(ALICE, 'registerCourse', { title: 'Mine', stops: [] })).toEqual(['FORBIDDEN']);
    expect((await newCourse({}, ADA)).host).toEqual({ id: 'ada' });
  });
});

describe('updating a course', () => {
  test('changes what is given and keeps the rest; null removes the description', async () => {
    const { id } = await newCourse({ description: 'On foot', stops: [{ name: 'Gate' }] });
    expect((await mutate(HENRY, 'updateCourse', { id, title: 'New' })).course).toMatchObject({
      title: 'New',
      description: 'On foot',
      open: true,
      stops: [{ name: 'Gate' }],
    });
    const changes = { id, title: null, description: null, stops: [{ name: 'Han' }, { name: 'Gate' }] };
    expect((await mutate(HENRY, 'updateCourse', changes)).course).toMatchObject({
      title: 'New',
      description: null,
      stops: [{ name: 'Han' }, { name: 'Gate' }],
    });
  });

  test('closes and reopens it', async () => {
    const { id } = await newCourse();
    expect((await mutate(HENRY, 'updateCourse', { id, open: false })).course.open).toBe(false);
    expect((await find(id)).open).toBe(false);
    expect((await mutate(ADA, 'updateCourse', { id, open: true })).course.open).toBe(true);
  });

  test('is for its own host and admins; another host sees it and may not', async () => {
    const { id } = await newCourse();
    expect(await mutate(HOLLY, 'updateCourse', { id, open: false })).toEqual(['FORBIDDEN']);
    expect(await mutate(ALICE, 'updateCourse', { id, open: false })).toEqual(['FORBIDDEN']);
    expect(await find(id)).toMatchObject({ id, open: true });
  });

  test('is scoped by scopes, whatever the role', async () => {
    const { id } = await newCourse();
    const { issuer, post } = service.graph;
    const token = await issuer.token({ subject: 'carol', role: 'customer', scope: 'course:manage-all' });
    const input = { id, title: 'By scope' };
    const query = 'mutation ($input: UpdateCourseInput!) { updateCourse(input: $input) { __typename } }';
    expect((await post(query, { input }, `Bearer ${token}`)).data.updateCourse).toEqual({
      __typename: 'UpdateCourseSuccess',
    });
  });

  test.each(['course', '0190b6a0-0000-7000-8000-000000000000'])('finds no course %s', async (id) => {
    expect(await mutate(HENRY, 'updateCourse', { id })).toMatchObject({
      __typename: 'NotFound',
      missingId: id,
    });
  });
});

describe('deleting a course', () => {
  test('removes it from reads; a second time there is none', async () => {
    const { id } = await newCourse();
    expect(await mutate(HOLLY, 'deleteCourse', { id })).toEqual(['FORBIDDEN']);
    expect(await mutate(HENRY, 'deleteCourse', { id })).toEqual({
      __typename: 'DeleteCourseSuccess',
      courseId: id,
    });
    expect(await find(id)).toBeNull();
    expect(await service.look({ type: 'COURSE', id })).toBeNull();
    expect(
      (await read({ first: 100 })).edges.map(({ node }: { node: { id: string } }) => node.id),
    ).not.toContain(id);
    expect(await mutate(HENRY, 'deleteCourse', { id })).toMatchObject({ __typename: 'NotFound' });
    expect(await mutate(HENRY, 'updateCourse', { id, open: true })).toMatchObject({ __typename: 'NotFound' });
  });

  test('has the same outcome for the same idempotency key', async () => {
    const { id } = await newCourse();
    const input = { id, idempotencyKey: newId() };
    const outcome = await mutate(HENRY, 'deleteCourse', input);
    expect(await mutate(HENRY, 'deleteCourse', input)).toEqual(outcome);
  });
});

test('a stop whose room is deleted keeps its name', async () => {
  const room = await service.fixture.newRoom();
  const { id } = await newCourse({ stops: [{ name: 'Han', roomId: room.id }] });
  await service.fixture.deleteRoom(room);
  expect((await find(id)).stops).toEqual([{ name: 'Han', room: null }]);
});

test('courses are paged by id and counted', async () => {
  const all = await read({ first: 100 });
  const ids = all.edges.map(({ node }: { node: { id: string } }) => node.id);
  expect(ids).toEqual([...ids].sort());
  expect(all).toMatchObject({
    totalCount: ids.length,
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  });
  const first = await read({ first: 2 });
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const second = await read({ first: 2, after: first.pageInfo.endCursor });
  expect(second.pageInfo.hasPreviousPage).toBe(true);
  expect([...first.edges, ...second.edges]).toEqual(all.edges.slice(0, 4));
});

test.each([
  ['a malformed id', '{ course(id: "course-1") { id } }'],
  ['no items', '{ courses(first: 0) { totalCount } }'],
  ['too many items', '{ courses(first: 101) { totalCount } }'],
  ['a malformed cursor', '{ courses(after: "x") { totalCount } }'],
])('%s is BAD_USER_INPUT', async (_what, query) => {
  const { errors } = await service.graph.ask('customer', query);
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});
