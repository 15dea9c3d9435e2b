import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { deliver } from '../../../platform/testing/index.ts';
import {
  roomClosed,
  roomDeleted,
  roomRegistered,
  roomReopened,
  roomTransferred,
} from '../../../schema/events/room.ts';
import { cause, createFixture, type Fixture, roomOf } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

async function find(id: string) {
  const [target] = await fixture.services.queries.targets([id]);
  return target;
}

const like = (id: string, customerId = 'alice') =>
  fixture.services.like({
    attempt: { commandId: newId(), isRetry: false },
    cause,
    customerId,
    target: { type: 'ROOM', id },
  });

describe('the replica of rooms', () => {
  test('follows a room through its life', async () => {
    const { reactions } = fixture.services;
    const room = roomOf();
    const tell = { aggregateId: room.id };
    await deliver(reactions, roomRegistered, { ...tell, version: 1, data: { room, supplies: null } });
    expect(await find(room.id)).toMatchObject({ type: 'ROOM', name: 'Han', hostId: 'henry', status: 'OPEN' });
    const closed = { ...room, name: 'Han River', closed: true };
    await deliver(reactions, roomClosed, { ...tell, version: 2, data: { room: closed, reason: null } });
    expect(await find(room.id)).toMatchObject({ name: 'Han River', status: 'CLOSED' });
    await deliver(reactions, roomReopened, { ...tell, version: 3, data: { room } });
    expect(await find(room.id)).toMatchObject({ status: 'OPEN' });
    const transferred = { ...room, host: { id: 'holly' } };
    const data = { room: transferred, previousHost: { id: 'henry' } };
    await deliver(reactions, roomTransferred, { ...tell, version: 4, data });
    expect(await find(room.id)).toMatchObject({ hostId: 'holly' });
    await deliver(reactions, roomDeleted, {
      ...tell,
      version: 5,
      data: { room: { ...room, deleted: true } },
    });
    expect(await find(room.id)).toBeUndefined();
  });

  test('keeps the highest version, in whatever order they come', async () => {
    const room = roomOf();
    await fixture.tellRoom({ ...room, name: 'New' }, { version: 3 });
    await fixture.tellRoom({ ...room, name: 'Old' }, { version: 2 });
    expect(await find(room.id)).toMatchObject({ name: 'New' });
  });

  test('keeps likes over a change of the room', async () => {
    const room = await fixture.newRoom();
    await like(room.id);
    await fixture.tellRoom({ ...room, name: 'New' }, { version: 2 });
    expect(await find(room.id)).toMatchObject({ name: 'New', marks: { LIKE: 1 } });
  });

  test('knows a room of nobody, and one of an old event without a host', async () => {
    const nobodys = await fixture.newRoom({ host: null });
    const { host: _, ...old } = roomOf();
    await fixture.tellRoom(old);
    expect(await find(nobodys.id)).toMatchObject({ hostId: null });
    expect(await find(old.id)).toMatchObject({ hostId: null });
  });
});

describe('a deleted room', () => {
  test('takes its reviews, likes and bookmarks with it', async () => {
    const room = await fixture.newRoom();
    const command = { cause, customerId: 'alice', target: { type: 'ROOM', id: room.id } as const };
    const attempt = () => ({ commandId: newId(), isRetry: false });
    await like(room.id);
    await fixture.services.addBookmark({ ...command, attempt: attempt() });
    await fixture.services.writeReview({ ...command, attempt: attempt(), rating: 5, text: 'Good' });
    await fixture.deleteRoom(room);
    for (const table of ['marks', 'reviews'])
      expect(
        (await fixture.pool.query(`SELECT FROM ${table} WHERE target_id = $1`, [room.id])).rowCount,
      ).toBe(0);
    expect(await like(room.id)).toEqual({ kind: 'NotFound', missingId: room.id });
  });

  test('stays deleted when its registration comes later or again', async () => {
    const room = roomOf();
    await fixture.deleteRoom(room, 5);
    await fixture.tellRoom(room, { version: 1 });
    expect(await find(room.id)).toBeUndefined();
  });
});

test('rooms that are on their way to the replica are waited for, as stops of a course, too', async () => {
  const [one, other] = [roomOf({ id: newId() }), roomOf({ id: newId() })];
  fixture.setClock(new Date().toISOString());
  const registering = fixture.services.registerCourse({
    attempt: { commandId: newId(), isRetry: false },
    cause,
    actor: { subject: 'henry', manages: 'OWN' },
    title: 'New rooms',
    stops: [one, other].map(({ id: roomId, name }) => ({ name, roomId })),
  });
  await fixture.tellRoom(one);
  await fixture.tellRoom(other);
  expect(await registering).toMatchObject({ kind: 'RegisterCourseSuccess' });
});

test('a room that is on its way to the replica is waited for', async () => {
  const room = roomOf({ id: newId() });
  fixture.setClock(new Date().toISOString());
  const liking = like(room.id);
  await fixture.tellRoom(room);
  expect(await liking).toMatchObject({ kind: 'TargetMutationSuccess' });
});
