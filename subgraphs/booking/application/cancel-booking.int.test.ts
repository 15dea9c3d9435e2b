import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { newId } from '../../../platform/identifiers.ts';
import { at, book, cause, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import type { CancelBooking } from './cancel-booking.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const stateOf = async (id: string) => (await fixture.bookings.load(id)).state;
const versionOf = async (id: string) => (await fixture.bookings.load(id)).version;

const customer: Actor = { subject: 'alice', manages: 'NONE' };
const stranger: Actor = { subject: 'bob', manages: 'NONE' };
const admin: Actor = { subject: 'root', manages: 'ALL' };
const host = (subject: string): Actor => ({ subject, manages: 'OWN' });

function cancel(id: string, fields: Partial<CancelBooking> = {}, { cancelBooking } = fixture.services) {
  return cancelBooking({
    attempt: { commandId: newId(), isRetry: false },
    id,
    actor: customer,
    cause,
    ...fields,
  });
}

test.each(['REQUESTED', 'PAID', 'CONFIRMED'] as const)(
  'cancelling a %s booking frees its slot at once and records by whom and why',
  async (status) => {
    const { id, room } = await book(fixture, status);
    expect(await cancel(id, { reason: 'ill' })).toEqual({ kind: 'CancelBookingSuccess', bookingId: id });
    expect(await stateOf(id)).toMatchObject({
      status: 'CANCELLED',
      cancelledAt: at('08:00'),
      cancelledBy: 'CUSTOMER',
      cancellationReason: 'ill',
    });
    expect(await fixture.queries.heldSlots([room.id], slot('00:00', '23:00'))).toEqual(new Map());
  },
);

test.each(['REJECTED', 'CANCELLED', 'COMPLETED'] as const)(
  'a %s booking cannot be cancelled',
  async (status) => {
    const { id } = await book(fixture, status);
    expect(await cancel(id)).toEqual({ kind: 'BookingNotCancellable', status });
  },
);

describe('a booking of another customer', () => {
  const room = roomOf({ hostId: 'henry' });
  beforeEach(() => fixture.rooms.save(room));

  test.each([
    ['the host of the room', room, host('henry'), 'HOST'],
    ['an admin', room, admin, 'ADMIN'],
    ['an admin, when the room is unknown', roomOf(), admin, 'ADMIN'],
  ] as const)('is cancelled by %s', async (_who, of, actor, cancelledBy) => {
    const { id } = await book(fixture, 'PAID', { room: of });
    expect(await cancel(id, { actor })).toMatchObject({ kind: 'CancelBookingSuccess' });
    expect(await stateOf(id)).toMatchObject({ cancelledBy });
  });

  test.each([
    ['another customer', stranger],
    ['another host', host('hanna')],
  ])('does not exist for %s', async (_who, actor) => {
    const { id } = await book(fixture, 'PAID', { room });
    expect(await cancel(id, { actor })).toEqual({ kind: 'NotFound', missingId: id });
    expect(await stateOf(id)).toMatchObject({ status: 'PAID' });
    await cancel(id);
  });

  test('is cancelled by the host to whom the room was transferred, and no longer by the former one', async () => {
    const transferred = roomOf();
    await fixture.rooms.save(transferred);
    const { id } = await book(fixture, 'PAID', { room: transferred });
    await fixture.rooms.save({ ...transferred, version: 2, hostId: 'hanna' });
    expect(await cancel(id, { actor: host('henry') })).toEqual({ kind: 'NotFound', missingId: id });
    expect(await cancel(id, { actor: host('hanna') })).toMatchObject({ kind: 'CancelBookingSuccess' });
  });
});

test('an id in upper case is the same; a malformed one is NotFound', async () => {
  const { id } = await book(fixture, 'PAID');
  expect(await cancel(id.toUpperCase())).toEqual({ kind: 'CancelBookingSuccess', bookingId: id });
  expect(await cancel('booking-1')).toEqual({ kind: 'NotFound', missingId: 'booking-1' });
});

test.each([
  ['is too long', 'x'.repeat(1_001), 'TOO_LONG'],
  ['cannot be stored', 'a\0b', 'MALFORMED'],
  ['has half a surrogate pair', '\ud800', 'MALFORMED'],
])('a reason that %s is InvalidInput', async (_what, reason, code) => {
  const { id } = await book(fixture, 'PAID');
  expect(await cancel(id, { reason })).toMatchObject({ problems: [{ field: 'reason', code }] });
  expect(await stateOf(id)).toMatchObject({ status: 'PAID' });
});

test('a reason of white space alone is none', async () => {
  const { id } = await book(fixture, 'PAID');
  await cancel(id, { reason: ' \n ' });
  expect(await stateOf(id)).toMatchObject({ status: 'CANCELLED', cancellationReason: null });
});

test('a retry of a command that was cut off after it had cancelled succeeds', async () => {
  const { id } = await book(fixture, 'PAID');
  const attempt = { commandId: newId(), isRetry: false };
  const first = await cancel(id, { attempt });
  expect(await cancel(id, { attempt: { ...attempt, isRetry: true } })).toEqual(first);
  expect(await versionOf(id)).toBe(3);
});

describe('given another cancellation that comes first', () => {
  const success = (bookingId: string) => ({ kind: 'CancelBookingSuccess', bookingId });
  const refusal = { kind: 'BookingNotCancellable', status: 'CANCELLED' };

  test.each(['before this one reads the booking', 'while this one decides'])(
    '%s: an attempt at the same command succeeds, another command is refused',
    async (when) => {
      const { id } = await book(fixture, 'PAID');
      const before = await fixture.bookings.load(id);
      const instance =
        when === 'while this one decides'
          ? fixture.createInstance({ bookings: { ...fixture.bookings, recall: () => before } })
          : fixture.services;
      const attempt = { commandId: newId(), isRetry: false };
      await cancel(id, { attempt });
      expect(await cancel(id, { attempt }, instance)).toEqual(success(id));
      expect(await cancel(id, {}, instance)).toEqual(refusal);
      // A retry of a command that had no effect has not cancelled either.
      const retry = { commandId: newId(), isRetry: true };
      expect(await cancel(id, { attempt: retry }, instance)).toEqual(refusal);
      expect(await versionOf(id)).toBe(3);
    },
  );
});

test('two concurrent attempts at a command both succeed and cancel once', async () => {
  const { id } = await book(fixture, 'PAID');
  const success = { kind: 'CancelBookingSuccess', bookingId: id };
  const attempt = { commandId: newId(), isRetry: false };
  expect(
    await Promise.all([cancel(id, { attempt }), cancel(id, { attempt: { ...attempt, isRetry: true } })]),
  ).toEqual([success, success]);
  expect(await versionOf(id)).toBe(3);
});
