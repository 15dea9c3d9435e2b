import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { newId } from '../../../platform/identifiers.ts';
import { courseDeleted, courseRegistered, courseUpdated } from '../../../schema/events/community.ts';
import type { CommunityServices } from '../application/services.ts';
import { cause, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const actor: Actor = { subject: 'henry', manages: 'OWN' };
const attempt = () => ({ commandId: newId(), isRetry: false });

async function newCourse(id = newId(), services: CommunityServices = fixture.services): Promise<string> {
  await services.registerCourse({
    attempt: { commandId: id, isRetry: false },
    cause,
    actor,
    title: 'Old town',
    stops: [{ name: 'Gate' }],
  });
  return id;
}

test('a course and its likes have one sequence of events', async () => {
  const id = await newCourse();
  const target = { type: 'COURSE', id } as const;
  await fixture.services.like({ attempt: attempt(), cause, customerId: 'alice', target });
  await fixture.services.updateCourse({ attempt: attempt(), cause, actor, id, title: 'New town' });
  await fixture.services.addBookmark({ attempt: attempt(), cause, customerId: 'alice', target });
  await fixture.services.deleteCourse({ attempt: attempt(), cause, actor, id });

  const events = (await fixture.publish()).filter(({ aggregateId }) => aggregateId === id);
  const details = { id, host: { id: 'henry' }, description: null, open: true, deleted: false };
  const stops = [{ name: 'Gate', note: null, roomId: null }];
  expect(events).toMatchObject([
    { version: 1, type: courseRegistered.type, data: { course: { ...details, title: 'Old town', stops } } },
    { version: 2, data: { target: { name: 'Old town', likeCount: 1, bookmarkCount: 0 } } },
    { version: 3, type: courseUpdated.type, data: { course: { ...details, title: 'New town', stops } } },
    { version: 4, data: { target: { name: 'New town', likeCount: 1, bookmarkCount: 1 } } },
    { version: 5, type: courseDeleted.type, data: { course: { title: 'New town', deleted: true } } },
  ]);
  expect(courseDeleted.data.parse(events.at(-1)?.data)).toEqual(events.at(-1)?.data);
});

test('a deleted course takes its reviews, likes and bookmarks with it', async () => {
  const id = await newCourse();
  const command = { cause, customerId: 'alice', target: { type: 'COURSE', id } as const };
  await fixture.services.like({ ...command, attempt: attempt() });
  await fixture.services.addBookmark({ ...command, attempt: attempt() });
  await fixture.services.writeReview({ ...command, attempt: attempt(), rating: 5, text: 'Good' });
  await fixture.services.deleteCourse({ attempt: attempt(), cause, actor, id });
  for (const table of ['marks', 'reviews'])
    expect((await fixture.pool.query(`SELECT FROM ${table} WHERE target_id = $1`, [id])).rowCount).toBe(0);
  expect(await fixture.services.like({ ...command, attempt: attempt() })).toMatchObject({ kind: 'NotFound' });
});

test('one command in two processes registers one course', async () => {
  const id = newId();
  await Promise.all([newCourse(id), newCourse(id, fixture.createInstance())]);
  const { rows } = await fixture.pool.query('SELECT version FROM targets WHERE id = $1', [id]);
  expect(rows).toEqual([{ version: 1 }]);
});

test('a change is not lost to likes that race with it', async () => {
  const id = await newCourse();
  const other = fixture.createInstance();
  const likes = Array.from({ length: 30 }, (_, index) =>
    other.like({ attempt: attempt(), cause, customerId: `fan-${index}`, target: { type: 'COURSE', id } }),
  );
  const update = fixture.services.updateCourse({ attempt: attempt(), cause, actor, id, title: 'New town' });
  await Promise.all([update, ...likes]);
  const { rows } = await fixture.pool.query('SELECT version, name, likes FROM targets WHERE id = $1', [id]);
  expect(rows).toEqual([{ version: 32, name: 'New town', likes: 30 }]);
});
