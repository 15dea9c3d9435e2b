import { expect, test } from 'vitest';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Booking } from '../domain/booking.ts';
import { ACTION, at, book, cause, createFixture, slot, waitingBooking } from '../testing/fixture.ts';
import { HOLD_LIMIT_MS } from './scheduled-jobs.ts';

test('confirmed bookings whose slot has passed are completed once', async () => {
  await using fixture = await createFixture();
  const finished: Booking['status'][] = [];
  const { jobs } = fixture.services;
  const over = await book(fixture, 'CONFIRMED');
  const running = await book(fixture, 'CONFIRMED', { slot: slot('09:30', '10:30') });
  const unpaid = await book(fixture, 'PAID');
  fixture.setClock(at('10:00'));
  expect(await jobs.completeFinished()).toBe(1);
  expect(await jobs.completeFinished()).toBe(0);
  for (const { id } of [over, running, unpaid]) {
    const { state } = await fixture.bookings.load(id);
    if (state) finished.push(state.status);
  }
  expect(finished).toEqual(['COMPLETED', 'CONFIRMED', 'PAID']);
});

test('of a completion and a cancellation at the same time, one wins and the other one respects it', async () => {
  await using fixture = await createFixture();
  const { jobs } = fixture.createInstance({ clock: () => at('10:00') });
  const { cancelBooking } = fixture.createInstance({ clock: () => at('09:59') });
  const booked = await Promise.all(Array.from({ length: 8 }, () => book(fixture, 'CONFIRMED')));
  const [, ...answers] = await Promise.all([
    jobs.completeFinished(),
    ...booked.map(({ id, customerId }) =>
      cancelBooking({
        attempt: { commandId: newId(), isRetry: false },
        id,
        actor: { subject: customerId, manages: 'NONE' },
        cause,
      }),
    ),
  ]);
  for (const [index, { id }] of booked.entries()) {
    const { state, version } = await fixture.bookings.load(id);
    expect(version).toBe(4);
    expect([state?.status, answers[index]?.kind]).toEqual(
      state?.status === 'CANCELLED'
        ? ['CANCELLED', 'CancelBookingSuccess']
        : ['COMPLETED', 'BookingNotCancellable'],
    );
  }
});

test('unpaid holds are rejected after the limit, and not before', async () => {
  await using fixture = await createFixture();
  const { jobs } = fixture.services;
  const stale = await book(fixture, 'REQUESTED', { requestedAt: at('08:00') });
  await book(fixture, 'PAID', { requestedAt: at('08:00') });
  const limit = addMilliseconds(at('08:00'), HOLD_LIMIT_MS);
  fixture.setClock(limit);
  expect(await jobs.releaseStaleHolds()).toBe(0);
  fixture.setClock(addMilliseconds(limit, 1));
  expect(await jobs.releaseStaleHolds()).toBe(1);
  expect(await jobs.releaseStaleHolds()).toBe(0);
  expect((await fixture.bookings.load(stale.id)).state).toMatchObject({
    status: 'REJECTED',
    reason: 'PAYMENT_UNAVAILABLE',
  });
  expect(await fixture.queries.heldSlots([stale.room.id], slot('00:00', '23:00'))).toEqual(new Map());
});

test('bookings whose customers have to act are rejected when their time is over, and not before', async () => {
  await using fixture = await createFixture();
  const { jobs } = fixture.services;
  const { id, room } = await waitingBooking(fixture);
  fixture.setClock(addMilliseconds(ACTION.expiresAt, -1));
  expect(await jobs.releaseStaleHolds()).toBe(0);
  fixture.setClock(ACTION.expiresAt);
  expect(await jobs.releaseStaleHolds()).toBe(1);
  expect((await fixture.bookings.load(id)).state).toMatchObject({
    status: 'REJECTED',
    reason: 'PAYMENT_EXPIRED',
  });
  expect(await fixture.queries.heldSlots([room.id], slot('00:00', '23:00'))).toEqual(new Map());
});

test('two instances at once complete each booking once', async () => {
  await using fixture = await createFixture();
  fixture.setClock(at('23:00'));
  const booked = await Promise.all(Array.from({ length: 5 }, () => book(fixture, 'CONFIRMED')));
  const instances = [fixture.services, fixture.createInstance()];
  const counts = await Promise.all(instances.map(({ jobs }) => jobs.completeFinished()));
  expect(counts.reduce((sum, count) => sum + count)).toBe(5);
  for (const { id } of booked) expect((await fixture.bookings.load(id)).version).toBe(4);
});
