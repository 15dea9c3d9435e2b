import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { deliver } from '../../../platform/testing/index.ts';
import {
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  paymentVoided,
} from '../../../schema/events/payment.ts';
import type { BookingDetails } from '../domain/booking.ts';
import { book, createFixture, type Fixture, waitingBooking } from '../testing/fixture.ts';

type Origin = 'SERVICE' | 'PROVIDER' | 'ELSEWHERE';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const stateOf = async (id: string) => (await fixture.bookings.load(id)).state;
const versionOf = async (id: string) => (await fixture.bookings.load(id)).version;

const paymentFor = (booking: BookingDetails) => ({
  payment: {
    id: newId(),
    status: 'CAPTURED' as const,
    amount: booking.price,
    booking: { id: booking.id },
    customer: { id: booking.customerId },
  },
});

test('captured: a paid booking is confirmed, once when the event is redelivered', async () => {
  const booking = await book(fixture, 'PAID');
  const id = newId();
  await deliver(fixture.services.reactions, paymentCaptured, { data: paymentFor(booking), id });
  expect(await stateOf(booking.id)).toMatchObject({ status: 'CONFIRMED' });
  await deliver(fixture.services.reactions, paymentCaptured, { data: paymentFor(booking), id });
  expect(await versionOf(booking.id)).toBe(3);
});

test.each(['CAPTURE_FAILED', 'AUTHORIZATION_LAPSED'] as const)(
  'voided as %s: the booking is cancelled',
  async (reason) => {
    const booking = await book(fixture, 'PAID');
    await deliver(fixture.services.reactions, paymentVoided, { data: { ...paymentFor(booking), reason } });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'CANCELLED', cancelledBy: 'PAYMENT' });
  },
);

test.each(['BOOKING_REJECTED', 'BOOKING_CANCELLED', 'ROOM_UNAVAILABLE'] as const)(
  'voided as %s: the booking stays as it is',
  async (reason) => {
    const booking = await book(fixture, 'PAID');
    await deliver(fixture.services.reactions, paymentVoided, { data: { ...paymentFor(booking), reason } });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'PAID' });
  },
);

describe('of a booking whose customer has to act', () => {
  test('authorised: the booking goes on, once when the event is redelivered', async () => {
    const booking = await waitingBooking(fixture);
    const event = { data: { ...paymentFor(booking), afterAction: true }, id: newId() };
    await deliver(fixture.services.reactions, paymentAuthorized, event);
    await deliver(fixture.services.reactions, paymentAuthorized, event);
    expect(await stateOf(booking.id)).toMatchObject({ status: 'PAID' });
    expect(await versionOf(booking.id)).toBe(3);
  });

  test('declined: the booking is rejected as with a declined card', async () => {
    const booking = await waitingBooking(fixture);
    const declineCode = 'payment_intent_authentication_failure';
    await deliver(fixture.services.reactions, paymentDeclined, {
      data: { ...paymentFor(booking), declineCode },
    });
    expect(await stateOf(booking.id)).toMatchObject({
      status: 'REJECTED',
      reason: 'PAYMENT_DECLINED',
      declineCode,
    });
  });

  test('voided because the provider does not wait any longer: the booking is rejected', async () => {
    const booking = await waitingBooking(fixture);
    await deliver(fixture.services.reactions, paymentVoided, {
      data: { ...paymentFor(booking), reason: 'ACTION_EXPIRED' },
    });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'REJECTED', reason: 'PAYMENT_EXPIRED' });
  });

  test('authorised after the booking was cancelled: it stays cancelled', async () => {
    const booking = await book(fixture, 'CANCELLED');
    await deliver(fixture.services.reactions, paymentAuthorized, {
      data: { ...paymentFor(booking), afterAction: true },
    });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'CANCELLED' });
  });
});

test('authorised at once: the answer to the request tells it, and the event changes nothing', async () => {
  const booking = await book(fixture, 'REQUESTED');
  await deliver(fixture.services.reactions, paymentAuthorized, {
    data: { ...paymentFor(booking), afterAction: false },
  });
  expect(await stateOf(booking.id)).toMatchObject({ status: 'REQUESTED' });
});

describe('refunded at the provider', () => {
  const refundFor = (
    booking: BookingDetails,
    { status = 'REFUNDED', origin = 'PROVIDER' }: { status?: 'CAPTURED' | 'REFUNDED'; origin?: Origin } = {},
  ) => ({
    payment: { ...paymentFor(booking).payment, status },
    refund: { id: newId(), amount: booking.price, status: 'SUCCEEDED' as const, origin },
  });

  test.each(['PAID', 'CONFIRMED'] as const)(
    'as a whole: a booking that is %s is cancelled, by whom and why is in its history',
    async (status) => {
      const booking = await book(fixture, status);
      await deliver(fixture.services.reactions, paymentRefunded, { data: refundFor(booking) });
      expect(await stateOf(booking.id)).toMatchObject({ status: 'CANCELLED', cancelledBy: 'PROVIDER' });
      const histories = await fixture.queries.histories([booking.id]);
      expect(histories.get(booking.id)?.at(-1)).toMatchObject({
        type: 'CANCELLED',
        reason: 'The payment was refunded at the payment provider.',
      });
    },
  );

  test.each([
    ['in part', { status: 'CAPTURED' }],
    ['because it ended', { origin: 'SERVICE' }],
    ['by an admin', { origin: 'ELSEWHERE' }],
  ] as const)('%s: the booking stays as it is', async (_how, refund) => {
    const booking = await book(fixture, 'CONFIRMED');
    await deliver(fixture.services.reactions, paymentRefunded, { data: refundFor(booking, refund) });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'CONFIRMED' });
  });

  test('after its end: the booking stays completed', async () => {
    const booking = await book(fixture, 'COMPLETED');
    await deliver(fixture.services.reactions, paymentRefunded, { data: refundFor(booking) });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'COMPLETED' });
  });
});

test('captured for a cancelled booking: the booking stays cancelled', async () => {
  const booking = await book(fixture, 'CANCELLED');
  await deliver(fixture.services.reactions, paymentCaptured, { data: paymentFor(booking) });
  expect(await stateOf(booking.id)).toMatchObject({ status: 'CANCELLED' });
});

test('captured for an unknown booking: nothing happens', async () => {
  const unknown = { id: newId(), customerId: 'alice', price: { amount: 1, currency: 'KRW' } };
  await deliver(fixture.services.reactions, paymentCaptured, {
    data: paymentFor({ ...(await book(fixture, 'PAID')), ...unknown }),
  });
  expect(await stateOf(unknown.id)).toBeUndefined();
});
