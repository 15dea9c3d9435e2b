import { beforeAll, describe, expect, test } from 'vitest';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { newId } from '../../../platform/identifiers.ts';
import { readHistory } from '../../../platform/postgres/event-log.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { bookingTransferred } from '../../../schema/events/booking.ts';
import {
  roomClosed,
  roomDeleted,
  roomRegistered,
  roomTransferred,
  roomUnassigned,
  roomUpdated,
} from '../../../schema/events/room.ts';
import type { Booking } from '../domain/booking.ts';
import { slotFrom } from '../domain/slot.ts';
import { book, bookedRoom, createFixture, type Fixture, slot } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const stateOf = async (id: string) => (await fixture.bookings.load(id)).state;
const versionOf = async (id: string) => (await fixture.bookings.load(id)).version;

const roomNamed = (id: string, name: string, closed = false, host: string | null = 'henry') => ({
  room: {
    id,
    host: host === null ? null : { id: host },
    name,
    description: null,
    location: 'Seoul',
    capacity: 4,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed,
    deleted: false,
  },
  supplies: null,
  reason: null,
  previousHost: null,
});
const ofHost = (id: string, host: string | null) => roomNamed(id, 'Han', false, host);

test('the replica of a room keeps the newest version when an older event comes late', async () => {
  const id = newId();
  await deliver(fixture.services.reactions, roomClosed, { data: roomNamed(id, 'Hangang', true), version: 3 });
  await deliver(fixture.services.reactions, roomRegistered, { data: roomNamed(id, 'Han') });
  expect(await fixture.rooms.find(id)).toEqual({
    id,
    version: 3,
    hostId: 'henry',
    name: 'Hangang',
    location: 'Seoul',
    capacity: 4,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: true,
    deleted: false,
  });
});

test('an event from before rooms had hosts: the room belongs to nobody', async () => {
  const id = newId();
  const { host: _, ...room } = ofHost(id, null).room;
  await deliver(fixture.services.reactions, roomUpdated, { data: { room } });
  expect(await fixture.rooms.find(id)).toMatchObject({ hostId: null });
});

describe('a transferred room', () => {
  const STATUSES: readonly Booking['status'][] = [
    'REQUESTED',
    'PAID',
    'CONFIRMED',
    'COMPLETED',
    'REJECTED',
    'CANCELLED',
  ];

  test('tells its new host about the bookings that are not over, once, also when it is redelivered', async () => {
    const room = bookedRoom();
    await deliver(fixture.services.reactions, roomRegistered, { data: ofHost(room.id, 'henry') });
    const bookings = [];
    for (const [hour, status] of STATUSES.entries())
      bookings.push(await book(fixture, status, { room, slot: slot(`1${hour}:00`, `1${hour}:30`) }));
    const before = await Promise.all(bookings.map(({ id }) => versionOf(id)));

    const transfer = { data: ofHost(room.id, 'hanna'), version: 2, id: newId(), correlationId: 'transfer' };
    await deliver(fixture.services.reactions, roomTransferred, transfer);
    await deliver(fixture.services.reactions, roomTransferred, transfer);
    const after = await Promise.all(bookings.map(({ id }) => versionOf(id)));
    expect(after.map((version, index) => version - (before[index] ?? 0))).toEqual([1, 1, 1, 0, 0, 0]);
    for (const [index, { id }] of bookings.slice(0, 3).entries()) {
      expect(await stateOf(id)).toMatchObject({ status: STATUSES[index], room: { hostId: 'hanna' } });
      expect((await readHistory(fixture.pool, [id])).at(-1)).toMatchObject({
        type: bookingTransferred.type,
        cause: { correlationId: 'transfer', causationId: transfer.id },
        data: { booking: { id, room: { id: room.id, name: 'Han', host: { id: 'hanna' } } } },
      });
    }
  });

  test('a late event of the former host changes nothing', async () => {
    const room = bookedRoom({ hostId: 'hanna' });
    await deliver(fixture.services.reactions, roomTransferred, {
      data: ofHost(room.id, 'hanna'),
      version: 2,
    });
    const { id } = await book(fixture, 'PAID', { room });
    await deliver(fixture.services.reactions, roomUpdated, { data: ofHost(room.id, 'henry') });
    expect(await fixture.rooms.find(room.id)).toMatchObject({ hostId: 'hanna' });
    expect(await versionOf(id)).toBe(2);
  });

  test('a booking that was made while the room was transferred learns of the host at the next event', async () => {
    const room = bookedRoom({ hostId: null });
    await deliver(fixture.services.reactions, roomTransferred, {
      data: ofHost(room.id, 'hanna'),
      version: 2,
    });
    const { id } = await book(fixture, 'CONFIRMED', { room });
    await deliver(fixture.services.reactions, roomDeleted, { data: ofHost(room.id, 'hanna'), version: 3 });
    expect(await stateOf(id)).toMatchObject({ room: { hostId: 'hanna' } });
  });
});

test.each([
  ['ROOM_CLOSED', 'CANCELLED', 'The room was closed.'],
  ['ROOM_DELETED', 'CANCELLED', 'The room was removed.'],
] as const)('unassigned as %s: the booking is cancelled', async (reason, status, cancellationReason) => {
  const { id, room, customerId, slot: kept } = await book(fixture, 'CONFIRMED');
  const booking = { id, customer: { id: customerId } };
  await deliver(fixture.services.reactions, roomUnassigned, { data: { room, booking, slot: kept, reason } });
  expect(await stateOf(id)).toMatchObject({ status, cancellationReason, cancelledBy: 'ROOM' });
});

test('unassigned because the booking was cancelled: nothing changes', async () => {
  const { id, room, customerId, slot: kept } = await book(fixture, 'CANCELLED');
  const booking = { id, customer: { id: customerId } };
  await deliver(fixture.services.reactions, roomUnassigned, {
    data: { room, booking, slot: kept, reason: 'BOOKING_CANCELLED' },
  });
  expect(await versionOf(id)).toBe(2);
});

test('a room has no free slots that end later than bookings are taken', async () => {
  const id = newId();
  const last = addMilliseconds(fixture.clock(), fixture.services.limits.horizonMs);
  const around = { start: addMilliseconds(last, -3_600_000), end: addMilliseconds(last, 3_600_000) };
  await deliver(fixture.services.reactions, roomRegistered, { data: roomNamed(id, 'Han') });
  expect(await fixture.services.freeSlots([id], around)).toEqual(new Map([[id, [{ ...around, end: last }]]]));
  expect(await fixture.services.freeSlots([id], slotFrom(last, 3_600_000))).toEqual(new Map([[id, []]]));
});

test('a room in service has free slots, a closed or unknown one has none', async () => {
  const id = newId();
  const freeSlots = () => fixture.services.freeSlots([id, newId()], slot('08:00', '12:00'));
  await deliver(fixture.services.reactions, roomRegistered, { data: roomNamed(id, 'Han') });
  await book(fixture, 'PAID', { room: bookedRoom({ id }) });
  expect(await freeSlots()).toEqual(new Map([[id, [slot('08:00', '09:00'), slot('10:00', '12:00')]]]));
  await deliver(fixture.services.reactions, roomClosed, { data: roomNamed(id, 'Han', true), version: 2 });
  expect(await freeSlots()).toEqual(new Map());
});
