import { beforeEach, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { admin, at, cause, createFixture, host, otherHost, type RoomFixture } from '../testing/fixture.ts';

let fixture: RoomFixture;
let roomId: string;
beforeEach(async () => {
  fixture = await createFixture();
  roomId = await fixture.register();
  return () => fixture[Symbol.asyncDispose]();
});

const transfer = (hostId: string, { id = roomId, actor = admin } = {}) =>
  fixture.services.transferRoom({ id, hostId, actor, cause });
const rename = (actor = host, id = roomId) =>
  fixture.services.updateRoom({ id, name: `Han ${newId()}`, actor, cause });

test('a transferred room belongs to the new host, who changes it instead of the previous one', async () => {
  fixture.setClock('07:00');
  expect(await transfer(' hana ')).toEqual({ kind: 'TransferRoomSuccess', roomId });
  expect((await fixture.history(roomId)).at(-1)).toMatchObject({
    type: 'meetingroom.room.transferred.v1',
    time: at('07:00'),
    data: { room: { id: roomId, host: { id: 'hana' } }, previousHost: { id: 'host' } },
  });
  expect(await rename(host)).toEqual({ kind: 'Forbidden' });
  expect(await rename(otherHost)).toMatchObject({ kind: 'UpdateRoomSuccess' });
  expect((await fixture.history(roomId)).at(-1)).toMatchObject({ data: { room: { host: { id: 'hana' } } } });
});

test('a transfer to the same host is accepted and publishes nothing', async () => {
  expect(await transfer('host')).toEqual({ kind: 'TransferRoomSuccess', roomId });
  expect(await fixture.eventsOf(roomId)).toEqual([]);
});

test('a room from before has no host: only admins change it, until one hands it over', async () => {
  const id = await fixture.storeHostless();
  expect(await rename(host, id)).toEqual({ kind: 'Forbidden' });
  expect(await rename(admin, id)).toMatchObject({ kind: 'UpdateRoomSuccess' });
  expect((await fixture.history(id)).at(-1)).toMatchObject({ data: { room: { host: null } } });
  expect(await transfer('host', { id })).toMatchObject({ kind: 'TransferRoomSuccess' });
  expect((await fixture.history(id)).at(-1)).toMatchObject({
    data: { room: { host: { id: 'host' } }, previousHost: null },
  });
  expect(await rename(host, id)).toMatchObject({ kind: 'UpdateRoomSuccess' });
});

test('a host does not transfer rooms, not even their own', async () => {
  expect(await transfer('hana', { actor: host })).toEqual({ kind: 'Forbidden' });
  expect(await fixture.eventsOf(roomId)).toEqual([]);
});

test.each([
  ['REQUIRED', ' '],
  ['TOO_LONG', 'x'.repeat(256)],
  ['MALFORMED', 'two\nlines'],
])('the new host is %s', async (code, hostId) => {
  expect(await transfer(hostId)).toMatchObject({
    kind: 'InvalidInput',
    problems: [{ field: 'hostId', code }],
  });
});

test.each([newId(), 'x'])('an unknown or malformed id (%s) is NotFound', async (id) => {
  expect(await transfer('hana', { id })).toEqual({ kind: 'NotFound', missingId: id });
});
