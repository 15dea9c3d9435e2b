import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { API_VERSION } from './api/render.ts';
import { findTestCard, TEST_PAYMENT_METHODS } from './domain/payment-methods.ts';
import {
  authorisation,
  failureOf,
  type SimulatorProcess,
  sdkFor,
  startProcess,
} from './testing/simulator-process.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await startProcess({ env: { PSP_REFUND_DELAY_MS: '50' } });
});
afterAll(() => simulator[Symbol.asyncDispose]());

function intents() {
  return simulator.stripe.paymentIntents;
}
function authorise(method?: string) {
  return intents().create(authorisation(method));
}

describe('payment methods', () => {
  const good = TEST_PAYMENT_METHODS.filter((name) => {
    const card = findTestCard(name);
    return card?.authorisation === null && card.authentication === 'none';
  });
  test.each(good)('%s is authorised', async (method) => {
    const intent = await authorise(method);
    expect(intent).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 12_000,
      payment_method: method,
    });
  });

  const bad = [
    ['chargeDeclined', 'card_declined', 'generic_decline'],
    ['chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
    ['chargeDeclinedVelocityLimitExceeded', 'card_declined', 'card_velocity_exceeded'],
    ['chargeDeclinedFraudulent', 'card_declined', 'fraudulent'],
  ].flatMap(([name, ...codes]) => [
    [`pm_card_${name}`, ...codes],
    [`pm_card_visa_${name}`, ...codes],
  ]);
  test.each(bad)('%s is declined: %s, %s', async (method, code, declineCode) => {
    const failure = await failureOf(authorise(method));
    expect(failure).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code,
      decline_code: declineCode,
    });
    expect(failure.payment_intent).toMatchObject({ status: 'requires_payment_method' });
  });

  test('an unknown one is refused as missing', async () => {
    const failure = await failureOf(authorise('pm_card_vise'));
    expect(failure).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
  });
});

describe('an authorisation', () => {
  test('is captured, and shows its charge on request', async () => {
    const { id } = await authorise();
    const captured = await intents().capture(id, { expand: ['latest_charge'] });
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 12_000,
      latest_charge: { captured: true, amount_captured: 12_000, amount_refunded: 0, refunded: false },
    });
    const failure = await failureOf(intents().cancel(id));
    expect(failure).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  test('may be captured in part', async () => {
    const { id } = await authorise();
    expect(await intents().capture(id, { amount_to_capture: 500 })).toMatchObject({ amount_received: 500 });
  });

  test('is canceled, and then cannot be captured', async () => {
    const { id } = await authorise();
    const canceled = await intents().cancel(id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    const failure = await failureOf(intents().capture(id));
    expect(failure).toMatchObject({
      type: 'StripeInvalidRequestError',
      code: 'payment_intent_unexpected_state',
      payment_intent: { status: 'canceled' },
    });
  });

  test('shows until when it can be captured, and expires then', async () => {
    await using short = await startProcess({ env: { PSP_AUTH_LIFETIME_S: '1' } });
    const { id, created, latest_charge: charge } = await short.stripe.paymentIntents.create(authorisation());
    const { payment_method_details: details } = await short.stripe.charges.retrieve(String(charge));
    expect(details?.card?.capture_before).toBe(created + 1);
    await eventually(async () => {
      const { data } = await short.stripe.events.list({ type: 'payment_intent.canceled' });
      expect(data[0]?.data.object).toMatchObject({ id, cancellation_reason: 'expired' });
    });
    const failure = await failureOf(short.stripe.paymentIntents.capture(id));
    expect(failure.code).toBe('payment_intent_unexpected_state');
  });

  test('of pm_card_captureFail can be canceled but not captured', async () => {
    const { id } = await authorise('pm_card_captureFail');
    expect(await failureOf(intents().capture(id))).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(await intents().cancel(id)).toMatchObject({ status: 'canceled' });
  });
});

test('an intent is created first and confirmed later, with another card after a decline', async () => {
  const { id, status } = await intents().create({
    amount: 700,
    currency: 'usd',
    metadata: { booking: 'b1' },
  });
  expect(status).toBe('requires_payment_method');
  const failure = await failureOf(intents().confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
  expect(failure.statusCode).toBe(402);
  expect(await intents().retrieve(id)).toMatchObject({ last_payment_error: { code: 'card_declined' } });
  const paid = await intents().confirm(id, { payment_method: 'pm_card_mastercard' });
  expect(paid).toMatchObject({ status: 'succeeded', metadata: { booking: 'b1' }, last_payment_error: null });
});

describe('refunds', () => {
  const captured = async (method?: string) => intents().capture((await authorise(method)).id);
  const { refunds } = { refunds: () => simulator.stripe.refunds };

  test('in parts until nothing is left', async () => {
    const { id } = await captured();
    await refunds().create({ payment_intent: id, amount: 5000, reason: 'requested_by_customer' });
    const tooMuch = await failureOf(refunds().create({ payment_intent: id, amount: 7001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
    const rest = await refunds().create({ payment_intent: id, metadata: { why: 'rest' } });
    expect(rest).toMatchObject({ amount: 7000, status: 'succeeded', metadata: { why: 'rest' } });
    expect(await failureOf(refunds().create({ payment_intent: id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const { data } = await refunds().list({ payment_intent: id });
    expect(data.map(({ amount }) => amount)).toEqual([7000, 5000]);
    const intent = await intents().retrieve(id, { expand: ['latest_charge'] });
    expect(intent.latest_charge).toMatchObject({ amount_refunded: 12_000, refunded: true });
  });

  test('of pm_card_refundFail fail after they seemed successful', async () => {
    const { id } = await captured('pm_card_refundFail');
    const refund = await refunds().create({ payment_intent: id });
    expect(refund.status).toBe('succeeded');
    await eventually(async () => expect((await refunds().retrieve(refund.id)).status).toBe('failed'));
    const { data } = await simulator.stripe.events.list({ type: 'refund.failed' });
    expect(data[0]?.data.object).toMatchObject({ id: refund.id, failure_reason: 'unknown' });
  });

  test('of pm_card_pendingRefund succeed later', async () => {
    const { id } = await captured('pm_card_pendingRefund');
    const refund = await refunds().create({ payment_intent: id });
    expect(refund.status).toBe('pending');
    await eventually(async () => expect((await refunds().retrieve(refund.id)).status).toBe('succeeded'));
  });

  test('require a capture', async () => {
    const { id } = await authorise();
    expect((await failureOf(refunds().create({ payment_intent: id }))).statusCode).toBe(400);
    expect(await failureOf(refunds().create({ payment_intent: 'pi_none' }))).toMatchObject({
      code: 'resource_missing',
    });
  });
});

describe('lists', () => {
  test('are read page by page, newest first', async () => {
    await using fresh = await startProcess();
    const made: string[] = [];
    for (let number = 0; number < 5; number += 1) {
      made.unshift((await fresh.stripe.paymentIntents.create(authorisation())).id);
    }
    const seen: string[] = [];
    for await (const { id } of fresh.stripe.paymentIntents.list({ limit: 2 })) seen.push(id);
    expect(seen).toEqual(made);
    const later = await fresh.stripe.paymentIntents.list({
      created: { gt: Math.floor(Date.now() / 1000) + 5 },
    });
    expect(later.data).toEqual([]);
    const recent = await fresh.stripe.paymentIntents.list({
      created: { gte: Math.floor(Date.now() / 1000) - 60 },
    });
    expect(recent.data).toHaveLength(5);
  });
});

test('the largest amount is held, captured and refunded exactly', async () => {
  const amount = 999_999_999_999;
  const largest = () =>
    intents().create({ ...authorisation(), amount, currency: 'idr', capture_method: 'automatic' });
  const [first, second] = [await largest(), await largest()];
  expect(first).toMatchObject({ amount, amount_received: amount });
  const { available } = await simulator.stripe.balance.retrieve();
  expect(available.find(({ currency }) => currency === 'idr')?.amount).toBe(2 * amount);
  await simulator.stripe.refunds.create({ payment_intent: first.id, amount: amount - 1 });
  expect(await simulator.stripe.refunds.create({ payment_intent: first.id })).toMatchObject({ amount: 1 });
  expect(await simulator.stripe.refunds.create({ payment_intent: second.id })).toMatchObject({ amount });
});

test('a refund in three decimals ends with 0', async () => {
  const { id } = await intents().create({
    ...authorisation(),
    amount: 5_120,
    currency: 'kwd',
    capture_method: 'automatic',
  });
  const failure = await failureOf(simulator.stripe.refunds.create({ payment_intent: id, amount: 5_115 }));
  expect(failure).toMatchObject({ statusCode: 400, param: 'amount', code: 'invalid_charge_amount' });
  expect(await simulator.stripe.refunds.create({ payment_intent: id, amount: 5_110 })).toMatchObject({
    amount: 5_110,
  });
});

describe('bad requests', () => {
  test.each([
    [{ amount: 0 }, 'amount', undefined],
    [{ amount: -5 }, 'amount', undefined],
    [{ amount: 49 }, 'amount', 'amount_too_small'],
    [{ amount: 100_000_000 }, 'amount', 'amount_too_large'],
    [{ amount: 49, currency: 'usd' }, 'amount', 'amount_too_small'],
    [{ amount: 17_499, currency: 'huf' }, 'amount', 'amount_too_small'],
    [{ amount: 1_000_000_000_000, currency: 'idr' }, 'amount', 'amount_too_large'],
    [{ amount: 5_050, currency: 'isk' }, 'amount', 'invalid_charge_amount'],
    [{ amount: 5_050, currency: 'ugx' }, 'amount', 'invalid_charge_amount'],
    [{ amount: 5_124, currency: 'kwd' }, 'amount', 'invalid_charge_amount'],
    [{ currency: 'hrk' }, 'currency', undefined],
    [{ currency: 'lyd' }, 'currency', undefined],
    [{ amount: 1.5 }, 'amount', 'parameter_invalid_integer'],
    [{ currency: 'xyz' }, 'currency', undefined],
    [{ amout: 5 }, 'amout', 'parameter_unknown'],
    [{ metadata: { a: 'x'.repeat(501) } }, 'metadata[a]', undefined],
  ])('%j is refused', async (wrong, param, code) => {
    const failure = await failureOf(intents().create({ ...authorisation(), ...wrong }));
    expect(failure).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param });
    expect(failure.code).toBe(code);
  });

  test('a missing parameter is named', async () => {
    const response = await fetch(`${simulator.url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('sk_test_simulator:')}` },
      body: 'amount=5',
    });
    expect(await response.json()).toMatchObject({ error: { code: 'parameter_missing', param: 'currency' } });
  });

  test('a wrong key is refused', async () => {
    const failure = await failureOf(sdkFor(simulator.url, 'sk_test_other').balance.retrieve());
    expect(failure).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    expect((await fetch(`${simulator.url}/v1/balance`)).status).toBe(401);
  });

  test('an unknown intent or path gives 404', async () => {
    expect(await failureOf(intents().retrieve('pi_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect((await failureOf(simulator.stripe.customers.list())).statusCode).toBe(404);
  });
});

test('balance, account and health respond', async () => {
  const { available } = await simulator.stripe.balance.retrieve();
  expect(available.every(({ amount }) => amount >= 0)).toBe(true);
  expect(await simulator.stripe.accounts.retrieveCurrent()).toMatchObject({ object: 'account' });
  const health = await Promise.all(['live', 'ready'].map((name) => fetch(`${simulator.url}/health/${name}`)));
  expect(health.map(({ status }) => status)).toEqual([200, 200]);
});

test('the objects have the shape of the version that the pinned SDK expects', () => {
  expect(API_VERSION).toBe(Stripe.API_VERSION);
});
