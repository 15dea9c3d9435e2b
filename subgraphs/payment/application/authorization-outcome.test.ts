import { expect, test, vi } from 'vitest';
import { eventually } from '../../../platform/testing/index.ts';
import type { Payment, Requested } from '../domain/payment.ts';
import { createAuthorizationOutcome } from './authorization-outcome.ts';
import type { AuthorizationAnswer, PaymentProvider } from './ports.ts';

const requested: Requested = {
  id: 'payment',
  bookingId: 'booking',
  roomId: 'room',
  customerId: 'alice',
  amount: { amount: 12_000, currency: 'KRW' },
  requestedAt: '2030-05-01T10:00:00.000Z',
  correlationId: 'story',
  status: 'REQUESTED',
  paymentMethod: 'pm_card_visa',
  desiredOutcome: null,
};
const declined: Payment = { ...requested, status: 'DECLINED', intentId: null, declineCode: 'lost_card' };
const answer: AuthorizationAnswer = { kind: 'declined', declineCode: 'lost_card' };

/** An authorisation whose answers and stored payment the test decides. */
function authorize() {
  const answered = Promise.withResolvers<AuthorizationAnswer>();
  let stored: Payment = requested;
  const load = vi.fn(async () => ({ state: stored, version: 1 }));
  const call = vi.fn<PaymentProvider['authorize']>(() => answered.promise);
  const outcome = createAuthorizationOutcome({ payments: { load }, provider: { authorize: call } })(
    requested,
  );
  return {
    outcome,
    load,
    call: () => call.mock.calls[0]?.[0],
    answer: () => answered.resolve(answer),
    fail: () => answered.reject(new Error('a fault')),
    retry: () => call.mock.calls[0]?.[0].onRetry?.(),
    receiveWebhook() {
      stored = declined;
    },
  };
}

test('the answer to the first attempt is the outcome, and the stored payment is not read', async () => {
  const { outcome, load, call, answer: respond, receiveWebhook } = authorize();
  receiveWebhook();
  await new Promise(setImmediate);
  expect(load).not.toHaveBeenCalled();
  respond();
  expect(await outcome).toEqual({ from: 'provider', answer });
  expect(load).not.toHaveBeenCalled();
  expect(call()).toMatchObject({ reference: { paymentId: 'payment', bookingId: 'booking' } });
});

test('from the second attempt on a webhook may bring the outcome, which abandons the call', async () => {
  const { outcome, call, retry, receiveWebhook } = authorize();
  receiveWebhook();
  retry();
  expect(call()?.signal?.aborted).toBe(false);
  expect(await outcome).toEqual({ from: 'webhook', payment: declined });
  expect(call()?.signal?.aborted).toBe(true);
});

test('a webhook that arrives during the retries brings the outcome', async () => {
  const { outcome, load, retry, receiveWebhook } = authorize();
  retry();
  await eventually(() => expect(load).toHaveBeenCalledTimes(2));
  receiveWebhook();
  expect(await outcome).toEqual({ from: 'webhook', payment: declined });
});

test('the answer to a later attempt is the outcome, and ends the wait for a webhook', async () => {
  const { outcome, load, call, retry, answer: respond } = authorize();
  retry();
  await eventually(() => expect(load).toHaveBeenCalled());
  respond();
  expect(await outcome).toEqual({ from: 'provider', answer });
  expect(call()?.signal?.aborted).toBe(true);
});

test('a fault of the call is thrown', async () => {
  const { outcome, fail } = authorize();
  fail();
  await expect(outcome).rejects.toThrow('a fault');
});
