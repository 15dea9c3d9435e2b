import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { roomClosed, roomRegistered, roomUnassigned } from '../../../schema/events/room.ts';
import { book, createFixture, type Fixture, slot } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const stateOf = async (id: string) => (await fixture.bookings.load(id)).state;
const versionOf = async (id: string) => (await fixture.bookings.load(id)).version;

const roomNamed = (id: string, name: string, closed = false) => ({
  room: {
    id,
    name,
    description: null,
    location: null,
    capacity: 4,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed,
    deleted: false,
  },
  supplies: null,
  reason: null,
});

test('the replica of a room keeps the newest version when an older event comes late', async () => {
  const id = newId();
  await deliver(fixture.services.reactions, roomClosed, { data: roomNamed(id, 'Hangang', true), version: 3 });
  await deliver(fixture.services.reactions, roomRegistered, { data: roomNamed(id, 'Han') });
  expect(await fixture.rooms.find(id)).toMatchObject({ version: 3, name: 'Hangang', closed: true });
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

test('a room in service has free slots, a closed or unknown one has none', async () => {
  const { freeSlots } = fixture.services;
  const id = newId();
  await deliver(fixture.services.reactions, roomRegistered, { data: roomNamed(id, 'Han') });
  await book(fixture, 'PAID', { room: { id, name: 'Han' } });
  expect(await freeSlots(id, slot('08:00', '12:00'))).toEqual([
    slot('08:00', '09:00'),
    slot('10:00', '12:00'),
  ]);
  await deliver(fixture.services.reactions, roomClosed, { data: roomNamed(id, 'Han', true), version: 2 });
  expect(await freeSlots(id, slot('08:00', '12:00'))).toEqual([]);
  expect(await freeSlots(newId(), slot('08:00', '12:00'))).toEqual([]);
});
