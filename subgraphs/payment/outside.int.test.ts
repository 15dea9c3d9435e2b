import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { eventually } from '../../platform/testing/index.ts';
import { WEBHOOK_EVENTS } from './store/stripe-events.ts';
import { authorizedBooking, capturedBooking, recover, webhooksDelivered } from './testing/bookings.ts';
import { type PaymentService, startPaymentService } from './testing/payment-service.ts';

let service: PaymentService;
function serve(env: Readonly<Record<string, string>>): void {
  beforeAll(async () => {
    service = await startPaymentService(env);
  });
  afterEach(() => recover(service));
  afterAll(() => service[Symbol.asyncDispose]());
}

const NEVER = { RECONCILE_AFTER: '24h' };
const AT_ONCE = { RECONCILE_AFTER: '1ms' };

/** How the service learns of it: by its usual webhooks, by those of the charge, or by comparing. */
const WAYS = [
  ['the webhooks that are subscribed to', NEVER, { webhookEvents: WEBHOOK_EVENTS.join(',') }],
  [
    'webhooks of charges',
    NEVER,
    { webhookEvents: 'charge.refunded,charge.dispute.created,charge.dispute.closed' },
  ],
  ['a comparison', AT_ONCE, { webhookLossRate: 1 }],
] as const;

describe.each(WAYS)('by %s', (_way, env, misbehaviour) => {
  serve(env);

  test('a refund of the whole is known: the payment is REFUNDED', async () => {
    const booking = await capturedBooking(service);
    await service.simulator.set(misbehaviour);
    await service.simulator.dashboard('refunds', { intent: await booking.intentId() });
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({
        status: 'REFUNDED',
        refundedAmount: { amount: 12_000 },
        refunds: [{ status: 'SUCCEEDED', origin: 'PROVIDER', amount: { amount: 12_000 } }],
      }),
    );
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']));
    expect(booking.lastData()).toMatchObject({
      payment: { status: 'REFUNDED' },
      refund: { origin: 'PROVIDER', amount: { amount: 12_000, currency: 'KRW' } },
    });
    // The booking that ends for it has nothing more to give back.
    await booking.isCancelled();
    await webhooksDelivered(service);
    expect(await booking.intents()).toMatchObject([{ captured: 12_000, refunded: 12_000 }]);
  });

  test('a refund of a part is known, and a later cancellation gives back the rest', async () => {
    const booking = await capturedBooking(service);
    await service.simulator.set(misbehaviour);
    await service.simulator.dashboard('refunds', { intent: await booking.intentId(), amount: 5_000 });
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({
        status: 'CAPTURED',
        refundedAmount: { amount: 5_000 },
        refunds: [{ origin: 'PROVIDER', amount: { amount: 5_000 } }],
      }),
    );
    await booking.isCancelled();
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({
        status: 'REFUNDED',
        refundedAmount: { amount: 12_000 },
        refunds: [
          { origin: 'PROVIDER', amount: { amount: 5_000 } },
          { origin: 'SERVICE', amount: { amount: 7_000 } },
        ],
      }),
    );
    expect(await booking.intents()).toMatchObject([{ refunded: 12_000 }]);
  });

  test('a dispute is known until it is closed', async () => {
    const booking = await capturedBooking(service);
    await service.simulator.set(misbehaviour);
    const intent = await booking.intentId();
    const { id } = await service.simulator.dashboard('disputes', { intent, reason: 'product_not_received' });
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({
        status: 'CAPTURED',
        dispute: { status: 'NEEDS_RESPONSE', reason: 'product_not_received', amount: { amount: 12_000 } },
      }),
    );
    await service.simulator.dashboard('disputes/close', { dispute: id, outcome: 'lost' });
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({ dispute: { status: 'LOST' } }),
    );
    await eventually(() => expect(booking.story().slice(2)).toEqual(['disputed', 'disputed']));
  });
});

describe('at the same time', () => {
  serve(NEVER);

  test('a refund that is made at the provider while ours is on its way is not given back twice', async () => {
    const booking = await capturedBooking(service);
    await service.simulator.set({ webhookLossRate: 1, failRate: 1 });
    await booking.isCancelled();
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({ refunds: [{ status: 'PENDING', origin: 'SERVICE' }] }),
    );
    await service.simulator.dashboard('refunds', { intent: await booking.intentId(), amount: 5_000 });
    await recover(service);
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({
        status: 'REFUNDED',
        refundedAmount: { amount: 12_000 },
      }),
    );
    expect(await booking.intents()).toMatchObject([{ refunded: 12_000 }]);
  });

  test('a payment that is only authorised has nothing to compare', async () => {
    const booking = await authorizedBooking(service);
    await expect(
      service.simulator.dashboard('refunds', { intent: await booking.intentId() }),
    ).rejects.toThrow('does not have a successful charge');
    expect(await booking.payment()).toMatchObject({
      status: 'AUTHORIZED',
      refundedAmount: { amount: 0 },
      refunds: [],
      dispute: null,
    });
  });
});

describe('a refund that was given up', () => {
  serve(AT_ONCE);

  const RETRY = `mutation ($input: RetryRefundInput!) { retryRefund(input: $input) { __typename
    ... on RetryRefundSuccess { payment { id status } } ... on RefundNotGivenUp { status }
    ... on NotFound { missingId } ... on Problem { message } } }`;
  const SETTLE = `mutation ($input: SettleRefundInput!) { settleRefund(input: $input) { __typename
    ... on SettleRefundSuccess { payment { id status refunds { origin reason status } } }
    ... on RefundNotGivenUp { status } ... on InvalidInput { problems { field code } }
    ... on NotFound { missingId } ... on Problem { message } } }`;
  const retry = async (input: object, role: 'admin' | 'host' = 'admin') => {
    const answer = await service.ask(role, RETRY, { input });
    return answer.data?.retryRefund ?? answer;
  };
  const settle = async (input: object, role: 'admin' | 'host' = 'admin') => {
    const answer = await service.ask(role, SETTLE, { input });
    return answer.data?.settleRefund ?? answer;
  };

  /**
   * A booking whose payment is REFUND_FAILED: the provider refuses to refund what is disputed. Four of the
   * six attempts are copies of the first, so that the test need not wait for them.
   */
  async function givenUp() {
    const booking = await capturedBooking(service);
    const intent = await booking.intentId();
    const { id: dispute } = await service.simulator.dashboard('disputes', { intent });
    await booking.isCancelled();
    await eventually(async () =>
      expect(await booking.payment()).toMatchObject({
        refunds: [{ status: 'FAILED' }, { status: 'PENDING' }],
      }),
    );
    await service.pool.query(
      `UPDATE payments SET revision = revision + 1,
        refunds = jsonb_build_array(refunds -> 0, refunds -> 0, refunds -> 0, refunds -> 0) || refunds
      WHERE booking_id = $1`,
      [booking.id],
    );
    await eventually(async () => expect(await booking.payment()).toMatchObject({ status: 'REFUND_FAILED' }));
    const { id: paymentId } = await booking.payment();
    return { booking, paymentId, dispute };
  }

  test('is tried again by an admin, once for each key, and is in the history', async () => {
    const { booking, paymentId, dispute } = await givenUp();
    await service.simulator.dashboard('disputes/close', { dispute, outcome: 'won' });
    const input = { paymentId, idempotencyKey: newId() };
    const answer = await retry(input);
    expect(answer).toMatchObject({ __typename: 'RetryRefundSuccess', payment: { id: paymentId } });
    expect(await retry(input)).toMatchObject({ __typename: 'RetryRefundSuccess' });
    await eventually(async () => expect(await booking.payment()).toMatchObject({ status: 'REFUNDED' }));
    expect(await booking.intents()).toMatchObject([{ refunded: 12_000 }]);
    // The end of the dispute may be told before, between and after them.
    const refunds = () => booking.story().filter((event) => event !== 'disputed');
    await eventually(() => expect(refunds().slice(-2)).toEqual(['refundRetried', 'refunded']));
    expect(await retry({ paymentId })).toMatchObject({ __typename: 'RefundNotGivenUp', status: 'REFUNDED' });
  });

  test('is noted as gone back otherwise, with a reason', async () => {
    const { booking, paymentId } = await givenUp();
    const input = { paymentId, reason: ' By bank transfer ', idempotencyKey: newId() };
    expect(await settle({ paymentId, reason: ' ' })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ field: 'reason', code: 'REQUIRED' }],
    });
    const settled = {
      __typename: 'SettleRefundSuccess',
      payment: {
        status: 'REFUNDED',
        refunds: expect.arrayContaining([
          { origin: 'ELSEWHERE', reason: 'By bank transfer', status: 'SUCCEEDED' },
        ]),
      },
    };
    expect(await settle(input)).toMatchObject(settled);
    expect(await settle(input)).toMatchObject(settled);
    expect(await settle({ ...input, idempotencyKey: newId() })).toMatchObject({
      __typename: 'RefundNotGivenUp',
      status: 'REFUNDED',
    });
    await eventually(() =>
      expect(booking.lastData()).toMatchObject({
        refund: { origin: 'ELSEWHERE', reason: 'By bank transfer' },
      }),
    );
    expect(await booking.intents()).toMatchObject([{ refunded: 0 }]);
  });

  test('is only for admins, and of a payment that exists', async () => {
    const booking = await capturedBooking(service);
    const { id: paymentId } = await booking.payment();
    expect(await retry({ paymentId }, 'host')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await settle({ paymentId, reason: 'Cash' }, 'host')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await retry({ paymentId })).toMatchObject({ __typename: 'RefundNotGivenUp', status: 'CAPTURED' });
    for (const unknown of [newId(), 'nonsense'])
      expect(await retry({ paymentId: unknown })).toMatchObject({
        __typename: 'NotFound',
        missingId: unknown,
      });
  });
});
