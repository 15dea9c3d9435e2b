import { describe, expect, test } from 'vitest';
import type { Authorized, Payment, Refund, Requested, Taken } from '../domain/payment.ts';
import { createSchedule } from './schedule.ts';

const AT = '2030-05-01T10:00:00.000Z';
const money = { amount: 12_000, currency: 'KRW' };
const details = {
  id: 'payment',
  bookingId: 'booking',
  customerId: 'alice',
  amount: money,
  requestedAt: AT,
  correlationId: 'story',
};
const requested: Requested = {
  ...details,
  status: 'REQUESTED',
  paymentMethod: 'pm_card_visa',
  desiredOutcome: null,
};
const authorized: Authorized = {
  ...details,
  status: 'AUTHORIZED',
  intentId: 'pi_1',
  captureBefore: '2030-05-08T10:00:00.000Z',
  desiredOutcome: null,
};
const refund: Refund = {
  id: 'refund',
  amount: money,
  status: 'PENDING',
  providerId: null,
  createdAt: AT,
  notBefore: '2030-05-01T10:00:08.000Z',
};
const taken = (status: Taken['status'], ...refunds: Refund[]): Taken => ({
  ...details,
  status,
  intentId: 'pi_1',
  refunds,
});
const schedule = createSchedule({ staleAfterMs: 3_500 });

describe('the next step is due', () => {
  test.each<[string, Payment, string | null]>([
    ['when the call in flight must have ended', requested, '2030-05-01T10:00:03.500Z'],
    ['at once, to take money', { ...authorized, desiredOutcome: 'CAPTURE' }, AT],
    ['at once, to let it go', { ...authorized, desiredOutcome: 'BOOKING_CANCELLED' }, AT],
    ['a moment after an authorisation lapses', authorized, '2030-05-08T10:00:05.000Z'],
    ['soon, when that is not known', { ...authorized, captureBefore: null }, '2030-05-01T11:00:00.000Z'],
    ['after the pause before a refund', taken('CAPTURED', refund), refund.notBefore],
    [
      'soon, for a refund that is pending',
      taken('CAPTURED', { ...refund, providerId: 're_1' }),
      '2030-05-01T10:00:05.000Z',
    ],
    [
      'later, for one that may still fail',
      taken('REFUNDED', { ...refund, providerId: 're_1', status: 'SUCCEEDED' }),
      '2030-05-01T10:01:00.000Z',
    ],
    ['never, for money that is taken and wanted', taken('CAPTURED'), null],
    ['never, for a payment of nothing', { ...authorized, intentId: null }, null],
    ['never, for what is over', { ...details, status: 'DECLINED', declineCode: 'lost_card' }, null],
  ])('%s', (_when, payment, due) => expect(schedule.first(payment, AT)).toBe(due));
});

describe('a step that came to nothing is due again', () => {
  const waits = (payment: Payment, ...tries: number[]) =>
    tries.map((each) => Date.parse(schedule.again(payment, each, AT) ?? '') - Date.parse(AT));

  test('at growing intervals, when it moves money', () =>
    expect(waits({ ...authorized, desiredOutcome: 'CAPTURE' }, 1, 2, 3, 4, 5, 500)).toEqual([
      3_500, 7_000, 10_000, 10_000, 10_000, 10_000,
    ]));
  test('at growing intervals up to a day, when it only looks', () =>
    expect(waits(authorized, 1, 500)).toEqual([3_500, 86_400_000]));
  test('until a refund cannot fail any more', () => {
    const refunded = taken('REFUNDED', { ...refund, providerId: 're_1', status: 'SUCCEEDED' });
    expect(schedule.again(refunded, 9, '2030-05-30T10:00:00.000Z')).not.toBeNull();
    expect(schedule.again(refunded, 9, '2030-06-01T10:00:00.000Z')).toBeNull();
  });
});
