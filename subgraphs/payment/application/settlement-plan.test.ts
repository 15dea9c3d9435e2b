import { describe, expect, test, vi } from 'vitest';
import type { ActionRequired, Authorized, Captured, Payment, Refund, Requested } from '../domain/payment.ts';
import type { DuePayment } from './ports.ts';
import { createSettlementPlan } from './settlement-plan.ts';

const AT = '2030-05-01T10:00:00.000Z';
const money = { amount: 12_000, currency: 'KRW' };
const details = {
  id: 'payment',
  bookingId: 'booking',
  roomId: 'room',
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
const waiting: ActionRequired = {
  ...details,
  status: 'REQUIRES_ACTION',
  intentId: 'pi_1',
  action: { clientSecret: 'pi_1_secret_1', redirectUrl: null },
  desiredOutcome: null,
};
const refund: Refund = {
  id: 'refund',
  amount: money,
  status: 'PENDING',
  origin: 'SERVICE',
  reason: null,
  providerId: null,
  createdAt: AT,
  notBefore: '2030-05-01T10:00:08.000Z',
};
const captured = (status: Captured['status'], ...refunds: Refund[]): Captured => ({
  ...details,
  status,
  intentId: 'pi_1',
  desiredOutcome: refunds.length > 0 ? 'BOOKING_CANCELLED' : null,
  refunds,
  dispute: null,
});
const declined = (intentId: string | null): Payment => ({
  ...details,
  status: 'DECLINED',
  declineCode: 'lost_card',
  intentId,
});
const cause = { correlationId: 'story', causationId: 'step' };

/** A plan with one free slot of the worker, if the test says so, and what it does with it. */
function planWith({ hasSlot = false, availablePermits = 1 } = {}) {
  const started: DuePayment[] = [];
  const [wake, release] = [vi.fn(), vi.fn()];
  const reserve = vi.fn(() =>
    hasSlot ? { start: (due: DuePayment) => void started.push(due), release } : undefined,
  );
  const plan = createSettlementPlan({
    staleAfterMs: 3_500,
    provider: { availablePermits: () => availablePermits },
    slots: { reserve, wake },
    clock: () => AT,
  });
  return { ...plan, started, wake, reserve, release };
}
const { plan, retryAt } = planWith();

describe('the next step of a changed payment is due', () => {
  test.each<[string, Payment, string | null]>([
    ['after the longest call in flight, for an authorisation', requested, '2030-05-01T10:00:03.500Z'],
    ['at once, for a capture', { ...authorized, desiredOutcome: 'CAPTURE' }, AT],
    ['at once, for a void', { ...authorized, desiredOutcome: 'BOOKING_CANCELLED' }, AT],
    ['a moment after the authorisation lapses', authorized, '2030-05-08T10:00:05.000Z'],
    [
      'after an hour, when its end is unknown',
      { ...authorized, captureBefore: null },
      '2030-05-01T11:00:00.000Z',
    ],
    ['after the pause before a refund', captured('CAPTURED', refund), refund.notBefore],
    [
      'after seconds, for a pending refund',
      captured('CAPTURED', { ...refund, providerId: 're_1' }),
      '2030-05-01T10:00:05.000Z',
    ],
    [
      'after a minute, for a refund that may still fail',
      captured('REFUNDED', { ...refund, providerId: 're_1', status: 'SUCCEEDED' }),
      '2030-05-01T10:01:00.000Z',
    ],
    ['never, for a captured payment without a refund', captured('CAPTURED'), null],
    [
      'never, for a refund that was given up',
      captured('REFUND_FAILED', { ...refund, status: 'FAILED' }),
      null,
    ],
    ['never, for an amount of 0', { ...authorized, intentId: null }, null],
    ['after ten seconds, while the customer has to act', waiting, '2030-05-01T10:00:10.000Z'],
    ['at once, for a void of what waits', { ...waiting, desiredOutcome: 'BOOKING_REJECTED' }, AT],
    ['at once, for an open intent of a declined payment', declined('pi_1'), AT],
    ['never, for a declined payment', declined(null), null],
  ])('%s', (_when, payment, due) => expect(plan(payment, cause)).toMatchObject({ dueAt: due, attempts: 0 }));
});

describe('a step without a result is due again', () => {
  const waits = (payment: Payment, ...tries: number[]) =>
    tries.map((each) => Date.parse(retryAt(payment, each, AT) ?? '') - Date.parse(AT));

  test('at growing intervals up to ten seconds, when it moves money', () =>
    expect(waits({ ...authorized, desiredOutcome: 'CAPTURE' }, 1, 2, 3, 4, 5, 500)).toEqual([
      3_500, 7_000, 10_000, 10_000, 10_000, 10_000,
    ]));
  test('at growing intervals up to a minute, while the customer has to act', () =>
    expect(waits(waiting, 1, 2, 500)).toEqual([3_500, 7_000, 60_000]));
  test('at growing intervals up to a day, when it watches', () =>
    expect(waits(authorized, 1, 500)).toEqual([3_500, 86_400_000]));
  test('until a refund cannot fail any more', () => {
    const refunded = captured('REFUNDED', { ...refund, providerId: 're_1', status: 'SUCCEEDED' });
    expect(retryAt(refunded, 9, '2030-05-30T10:00:00.000Z')).not.toBeNull();
    expect(retryAt(refunded, 9, '2030-06-01T10:00:00.000Z')).toBeNull();
  });
});

describe('a step that is due at once', () => {
  const due = { ...authorized, desiredOutcome: 'CAPTURE' } as const;

  test('is started by its writer in a free slot, and is claimed again only after the first attempt', () => {
    const { plan, started, wake } = planWith({ hasSlot: true });
    const step = plan(due, cause);
    expect(step).toMatchObject({ dueAt: '2030-05-01T10:00:03.500Z', attempts: 1 });
    expect(started).toEqual([]);
    step.start();
    expect(started).toEqual([{ payment: due, attempt: 1, cause }]);
    expect(wake).not.toHaveBeenCalled();
  });

  test('frees its slot when it is not stored', () => {
    const { plan, started, release } = planWith({ hasSlot: true });
    plan(due, cause).release();
    expect(started).toEqual([]);
    expect(release).toHaveBeenCalledOnce();
  });

  test('is left to the worker when no slot is free', () => {
    const { plan, wake } = planWith();
    const step = plan(due, cause);
    expect(step).toMatchObject({ dueAt: AT, attempts: 0 });
    step.start();
    expect(wake).toHaveBeenCalledOnce();
  });

  test('reserves no slot while the provider fails', () => {
    const { plan, reserve } = planWith({ hasSlot: true, availablePermits: 0 });
    expect(plan(due, cause)).toMatchObject({ dueAt: AT, attempts: 0 });
    expect(reserve).not.toHaveBeenCalled();
  });
});

test('a step that is due later reserves no slot and does not wake the worker', () => {
  const { plan, reserve, wake } = planWith({ hasSlot: true });
  plan(requested, cause).start();
  expect(reserve).not.toHaveBeenCalled();
  expect(wake).not.toHaveBeenCalled();
});
