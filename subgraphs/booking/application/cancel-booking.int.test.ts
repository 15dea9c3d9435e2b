import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { at, book, cause, createFixture, type Fixture, slot } from '../testing/fixture.ts';
import type { CancelBooking } from './cancel-booking.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const stateOf = async (id: string) => (await fixture.bookings.load(id)).state;
const versionOf = async (id: string) => (await fixture.bookings.load(id)).version;

const customer = { subject: 'alice', isStaff: false };
const staff = { subject: 'henry', isStaff: true };
const stranger = { subject: 'bob', isStaff: false };

function cancel(id: string, fields: Partial<CancelBooking> = {}, { cancelBooking } = fixture.services) {
  return cancelBooking({
    attempt: { commandId: newId(), isRetry: false },
    id,
    caller: customer,
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
    expect(await fixture.queries.heldSlots(room.id, slot('00:00', '23:00'))).toEqual([]);
  },
);

test.each(['REJECTED', 'CANCELLED', 'COMPLETED'] as const)(
  'a %s booking cannot be cancelled',
  async (status) => {
    const { id } = await book(fixture, status);
    expect(await cancel(id)).toEqual({ kind: 'BookingNotCancellable', status });
  },
);

test("staff cancel everybody's bookings; for others, only their own exist", async () => {
  const { id } = await book(fixture, 'PAID');
  expect(await cancel(id, { caller: stranger })).toEqual({ kind: 'NotFound', id });
  expect(await cancel(id, { caller: staff })).toMatchObject({ kind: 'CancelBookingSuccess' });
  expect(await stateOf(id)).toMatchObject({ cancelledBy: 'STAFF' });
});

test('an id in upper case is the same; a malformed one is NotFound', async () => {
  const { id } = await book(fixture, 'PAID');
  expect(await cancel(id.toUpperCase())).toEqual({ kind: 'CancelBookingSuccess', bookingId: id });
  expect(await cancel('booking-1')).toEqual({ kind: 'NotFound', id: 'booking-1' });
});

test.each([
  ['is too long', 'x'.repeat(1_001)],
  ['cannot be stored', 'a\0b'],
  ['has half a surrogate pair', '\ud800'],
])('a reason that %s is InvalidInput', async (_what, reason) => {
  const { id } = await book(fixture, 'PAID');
  expect(await cancel(id, { reason })).toMatchObject({ kind: 'InvalidInput', field: 'reason' });
  expect(await stateOf(id)).toMatchObject({ status: 'PAID' });
});

test('a reason of white space alone is none', async () => {
  const { id } = await book(fixture, 'PAID');
  await cancel(id, { reason: ' \n ' });
  expect(await stateOf(id)).toMatchObject({ status: 'CANCELLED', cancellationReason: null });
});

test('a blank reason is none', async () => {
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
