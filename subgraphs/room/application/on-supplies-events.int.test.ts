import { beforeEach, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { suppliesProvisioned, suppliesRemoved } from '../../../schema/events/supplies.ts';
import { at, cause, createFixture, host, type RoomFixture } from '../testing/fixture.ts';

let fixture: RoomFixture;
let roomId: string;
beforeEach(async () => {
  fixture = await createFixture();
  roomId = await fixture.register();
  return () => fixture[Symbol.asyncDispose]();
});

const chairs = { name: 'Chair', quantity: 8 };
const board = { name: 'Whiteboard', quantity: 1 };

/** Whether the room is found by these supplies. */
async function has(...supplies: readonly string[]): Promise<boolean> {
  return (await fixture.services.queries.count({ supplies }, at('06:00'))) === 1;
}

test('a room is found by what it has at least one of, in any spelling', async () => {
  expect(await has('chair')).toBe(false);
  await fixture.suppliesChanged(roomId, 1, { ...chairs, name: 'Ｃhair' }, board, {
    name: 'Marker',
    quantity: 0,
  });
  expect(await has('chair')).toBe(true);
  expect(await has('chair', 'whiteboard')).toBe(true);
  expect(await has('chair', 'marker')).toBe(false);
});

test('the event with the highest version wins, in whatever order the events arrive', async () => {
  await fixture.suppliesChanged(roomId, 3, board);
  await fixture.suppliesChanged(roomId, 2, chairs);
  expect([await has('chair'), await has('whiteboard')]).toEqual([false, true]);
  await fixture.suppliesChanged(roomId, 3, chairs);
  expect([await has('chair'), await has('whiteboard')]).toEqual([false, true]);
  await fixture.suppliesChanged(roomId, 4, chairs);
  expect([await has('chair'), await has('whiteboard')]).toEqual([true, false]);
});

test('a room is stocked when it is provisioned, and empty when its supplies are removed', async () => {
  const supplies = [{ ...chairs, id: newId(), updatedAt: '2030-05-01T06:00:00.000Z' }];
  const event = { aggregateId: roomId, data: { room: { id: roomId }, supplies } };
  await deliver(fixture.services.reactions, suppliesProvisioned, { ...event, version: 1 });
  expect(await has('chair')).toBe(true);
  const removed = { aggregateId: roomId, data: { room: { id: roomId }, supplies: [] } };
  await deliver(fixture.services.reactions, suppliesRemoved, { ...removed, version: 2 });
  expect(await has('chair')).toBe(false);
});

test('changes of the room and of its supplies leave each other as they are', async () => {
  const before = await fixture.services.rooms.load(roomId);
  await fixture.suppliesChanged(roomId, 1, chairs);
  expect(await fixture.services.rooms.load(roomId)).toEqual(before);
  const changes = { name: 'Hangang' };
  await fixture.services.updateRoom({ id: roomId, actor: host, cause, ...changes });
  expect(await has('chair')).toBe(true);
  expect((await fixture.services.rooms.load(roomId)).state).toMatchObject(changes);
});

test('supplies of an unknown room are a fault, so that they are redelivered', async () => {
  await expect(fixture.suppliesChanged(newId(), 1, chairs)).rejects.toThrow('unknown room');
});
