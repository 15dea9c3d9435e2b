import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { Booking, BookingDetails } from '../domain/booking.ts';
import { ACTION, book, cause, createFixture, type Fixture, waitingBooking } from '../testing/fixture.ts';
import type { Authorization } from './ports.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});
beforeEach(() => fixture.payments.reset());

const { expiresAt: _, ...asked } = ACTION;
const WAITS: Authorization = { kind: 'ActionRequired', ...asked };
const UNAVAILABLE = { kind: 'PaymentUnavailable', retryAfterSeconds: 2 } as const;

const confirm = (bookingId: string, subject = 'alice') =>
  fixture.services.confirmPayment({
    bookingId,
    actor: { subject, manages: 'NONE' },
    attempt: { commandId: newId(), isRetry: false },
    cause,
  });
const required = ({ id: bookingId }: BookingDetails) => ({
  kind: 'PaymentActionRequired',
  bookingId,
  ...ACTION,
});
const statusOf = async (id: string) => (await fixture.bookings.load(id)).state?.status;

describe('given a booking that waits for its customer', () => {
  test('when the payment is authorised, then the booking is paid', async () => {
    const { id } = await waitingBooking(fixture);
    expect(await confirm(id)).toEqual({ kind: 'ConfirmPaymentSuccess', bookingId: id });
    expect(await statusOf(id)).toBe('PAID');
    expect(await confirm(id)).toEqual({ kind: 'ConfirmPaymentSuccess', bookingId: id });
    expect(fixture.payments.confirmations).toEqual([id]);
  });

  test('when the customer has not acted yet, then it waits as before', async () => {
    const booking = await waitingBooking(fixture);
    fixture.payments.answer = () => WAITS;
    expect(await confirm(booking.id)).toEqual(required(booking));
  });

  test('when payment does not answer, then it waits as before', async () => {
    const booking = await waitingBooking(fixture);
    fixture.payments.answer = () => UNAVAILABLE;
    expect(await confirm(booking.id)).toEqual(required(booking));
    expect(await statusOf(booking.id)).toBe('REQUESTED');
  });

  test('when the customer has said no, then it is rejected as with a declined card', async () => {
    const { id } = await waitingBooking(fixture);
    const declined = { kind: 'PaymentDeclined', declineCode: 'expired_card' } as const;
    fixture.payments.answer = () => declined;
    expect(await confirm(id)).toEqual(declined);
    expect(await statusOf(id)).toBe('REJECTED');
    expect(await confirm(id)).toEqual(declined);
  });

  test('when its time is over, then that is told', async () => {
    const { id } = await waitingBooking(fixture);
    fixture.setClock(ACTION.expiresAt);
    await fixture.services.jobs.releaseStaleHolds();
    expect(await confirm(id)).toEqual({ kind: 'PaymentExpired' });
    expect(fixture.payments.confirmations).toEqual([]);
  });

  test('when several confirm, expire and cancel it at once, then there is one end that all are told', async () => {
    const { id } = await waitingBooking(fixture);
    const actor = { subject: 'alice', manages: 'NONE' } as const;
    fixture.setClock(ACTION.expiresAt);
    const attempt = { commandId: newId(), isRetry: false };
    const [first, second, , cancelled] = await Promise.all([
      confirm(id),
      confirm(id),
      fixture.services.jobs.releaseStaleHolds(),
      fixture.services.cancelBooking({ id, actor, attempt, cause }),
    ]);
    const status = await statusOf(id);
    expect(['REJECTED', 'CANCELLED']).toContain(status);
    expect(cancelled.kind).toBe(status === 'CANCELLED' ? 'CancelBookingSuccess' : 'BookingNotCancellable');
    const last = await confirm(id);
    expect(last.kind).toBe(status === 'CANCELLED' ? 'BookingNotPayable' : 'PaymentExpired');
    for (const { kind } of [first, second])
      expect([last.kind, ...(status === 'CANCELLED' ? ['ConfirmPaymentSuccess'] : [])]).toContain(kind);
  });
});

describe('given a booking whose payment is being requested', () => {
  test('when its outcome is not known, then it stays as it is', async () => {
    const { id } = await book(fixture, 'REQUESTED');
    fixture.payments.answer = () => UNAVAILABLE;
    expect(await confirm(id)).toEqual(UNAVAILABLE);
    expect(await statusOf(id)).toBe('REQUESTED');
  });

  test('when the customer has to act, which a crash kept from being stored, then that is told', async () => {
    const { id: bookingId } = await book(fixture, 'REQUESTED');
    fixture.payments.answer = () => WAITS;
    expect(await confirm(bookingId)).toMatchObject({ kind: 'PaymentActionRequired', bookingId, ...asked });
  });
});

describe('given another booking', () => {
  test.each<[Booking['status'], object]>([
    ['PAID', { kind: 'ConfirmPaymentSuccess' }],
    ['CONFIRMED', { kind: 'ConfirmPaymentSuccess' }],
    ['COMPLETED', { kind: 'ConfirmPaymentSuccess' }],
    ['REJECTED', { kind: 'PaymentDeclined', declineCode: 'expired_card' }],
    ['CANCELLED', { kind: 'BookingNotPayable', status: 'CANCELLED' }],
  ])('that is %s, then payment is not asked', async (status, outcome) => {
    const { id } = await book(fixture, status);
    expect(await confirm(id)).toMatchObject(outcome);
    expect(fixture.payments.confirmations).toEqual([]);
  });

  test('of somebody else, then it does not exist', async () => {
    const { id } = await waitingBooking(fixture);
    for (const [bookingId, subject] of [
      [id, 'mallory'],
      [id, 'henry'],
      [newId(), 'alice'],
      ['nonsense', 'alice'],
    ] as const)
      expect(await confirm(bookingId, subject)).toEqual({ kind: 'NotFound', missingId: bookingId });
    expect(fixture.payments.confirmations).toEqual([]);
  });
});
