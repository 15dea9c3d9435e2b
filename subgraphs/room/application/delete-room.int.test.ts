import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import {
  admin,
  at,
  type BookingOf,
  cause,
  createFixture,
  host,
  otherHost,
  type RoomFixture,
  slot,
} from '../testing/fixture.ts';
import { type Behaviour, type SuppliesStub, startSuppliesStub } from '../testing/supplies-stub.ts';

let supplies: SuppliesStub;
let fixture: RoomFixture;
let roomId: string;
let booking: BookingOf;

beforeAll(async () => {
  supplies = await startSuppliesStub();
  fixture = await createFixture({ suppliesUrl: supplies.url });
});
afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  await supplies[Symbol.asyncDispose]();
});
beforeEach(async () => {
  fixture.setClock('06:00');
  supplies.answer('yes');
  supplies.requests.length = 0;
  roomId = await fixture.register();
  booking = { id: newId(), roomId, slot: slot('09:00', '10:00') };
});

function remove({ cancelBookings = false, commandId = newId(), id = roomId, actor = host } = {}) {
  const attempt = { commandId, isRetry: false };
  return fixture.services.deleteRoom({ attempt, id, actor, cancelBookings, cause });
}

const isThere = async (id: string) =>
  (await fixture.services.queries.byIds([id], at('06:00'))).some((room) => !room.deleted);

describe('deleting a room', () => {
  test('asks supplies, and publishes the deletion', async () => {
    expect(await remove()).toEqual({ kind: 'DeleteRoomSuccess' });
    expect(supplies.requests).toEqual([{ roomId, authorization: 'Bearer token', correlationId: 'story' }]);
    expect(await isThere(roomId)).toBe(false);
    expect(await fixture.eventsOf(roomId)).toEqual(['statusChanged EMPTY>CLOSED', 'deleted']);
    expect((await fixture.history(roomId)).at(-1)).toMatchObject({
      data: { room: { id: roomId, name: 'Han', deleted: true, closed: true } },
    });
  });

  test.each<Behaviour>(['no', 'error', 'nonsense'])(
    'is refused when supplies answers with %s, and the room stays',
    async (manner) => {
      supplies.answer(manner);
      expect(await remove()).toEqual({ kind: 'SuppliesUnavailable', retryAfterSeconds: 2 });
      expect(await isThere(roomId)).toBe(true);
      expect(await fixture.eventsOf(roomId)).toEqual([]);
      supplies.answer('yes');
      expect(await remove()).toMatchObject({ kind: 'DeleteRoomSuccess' });
    },
  );

  test.each([
    ['is silent', () => ({ suppliesUrl: supplies.url, suppliesTimeoutMs: 200 })],
    ['is down', () => ({})],
  ])('is refused while supplies %s, and the room stays', async (_how, options) => {
    supplies.answer('silence');
    await using alone = await createFixture(options());
    const id = await alone.register();
    const attempt = { commandId: newId(), isRetry: false };
    const outcome = await alone.services.deleteRoom({ attempt, id, actor: host, cause });
    expect(outcome).toEqual({ kind: 'SuppliesUnavailable', retryAfterSeconds: 2 });
    expect(await alone.services.queries.byIds([id], at('06:00'))).toHaveLength(1);
  });

  test('is refused while the room has bookings, without asking supplies', async () => {
    await fixture.bookingPaid(booking);
    expect(await remove()).toEqual({ kind: 'RoomHasBookings', bookingCount: 1 });
    expect(supplies.requests).toEqual([]);
    fixture.setClock('10:00');
    expect(await remove()).toMatchObject({ kind: 'DeleteRoomSuccess' });
  });

  test('with its bookings unassigns each of them', async () => {
    await fixture.bookingPaid(booking);
    fixture.setClock('09:30');
    expect(await remove({ cancelBookings: true })).toMatchObject({ kind: 'DeleteRoomSuccess' });
    expect(await fixture.eventsOf(roomId)).toEqual([
      'assigned',
      'statusChanged EMPTY>FULL',
      'statusChanged FULL>CLOSED',
      'deleted',
      'unassigned ROOM_DELETED',
    ]);
  });

  test('unassigns bookings that arrive later', async () => {
    await remove();
    const eventId = newId();
    await fixture.bookingPaid(booking, eventId);
    await fixture.publish();
    await fixture.bookingPaid(booking, eventId);
    await fixture.bookingCancelled(booking, 'ROOM');
    expect((await fixture.eventsOf(roomId)).slice(2)).toEqual(['unassigned ROOM_DELETED']);
  });

  test('by two concurrent attempts at a command happens once, and both succeed', async () => {
    const commandId = newId();
    const success = { kind: 'DeleteRoomSuccess' };
    const outcomes = await Promise.all([remove({ commandId }), remove({ commandId }), remove({ commandId })]);
    expect(outcomes).toEqual([success, success, success]);
    expect(await fixture.eventsOf(roomId)).toEqual(['statusChanged EMPTY>CLOSED', 'deleted']);
  });

  test('a second time is NotFound, unless it is the same command', async () => {
    const commandId = newId();
    await remove({ commandId });
    expect(await remove({ commandId })).toEqual({ kind: 'DeleteRoomSuccess' });
    expect(await remove()).toEqual({ kind: 'NotFound', missingId: roomId });
    expect(await remove({ id: newId() })).toMatchObject({ kind: 'NotFound' });
    expect(await remove({ id: 'no-id' })).toEqual({ kind: 'NotFound', missingId: 'no-id' });
  });

  test('of another host is Forbidden, without asking supplies; an admin may delete it', async () => {
    expect(await remove({ actor: otherHost })).toEqual({ kind: 'Forbidden' });
    expect(supplies.requests).toEqual([]);
    expect(await isThere(roomId)).toBe(true);
    expect(await remove({ actor: admin })).toEqual({ kind: 'DeleteRoomSuccess' });
    expect(await remove({ actor: otherHost })).toEqual({ kind: 'NotFound', missingId: roomId });
  });
});
