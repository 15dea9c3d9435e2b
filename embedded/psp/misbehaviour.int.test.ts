import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import {
  authorisation,
  failureOf,
  type SimulatorProcess,
  sdkFor,
  startProcess,
} from './testing/simulator-process.ts';
import { startReceiver, WEBHOOK_SECRET, type WebhookReceiver } from './testing/webhook-receiver.ts';

let simulator: SimulatorProcess;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
  const env = { WEBHOOK_URL: receiver.url, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, PSP_SEED: '7' };
  simulator = await startProcess({ env });
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});
function reset() {
  return fetch(`${simulator.url}/_control/settings/reset`, { method: 'POST' });
}
afterEach(reset);

/** @param options of the request, such as its key */
function authorise(options: Stripe.RequestOptions = {}) {
  return simulator.stripe.paymentIntents.create(authorisation(), options);
}
/** How long a request waits that gets no answer, in milliseconds. */
const IMPATIENT = { timeout: 400 };
async function countIntents() {
  const { ledger } = await simulator.status();
  return Number(ledger.intents);
}

describe('the provider', () => {
  test('is slow', async () => {
    await simulator.set({ latencyMs: '150-200' });
    const started = performance.now();
    await authorise();
    expect(performance.now() - started).toBeGreaterThan(145);
  });

  test('hangs without doing anything, and recovers', async () => {
    const before = await countIntents();
    await simulator.set({ hang: true });
    expect((await failureOf(authorise({ idempotencyKey: 'hang', ...IMPATIENT }))).type).toBe(
      'StripeConnectionError',
    );
    await simulator.set({ hang: false });
    expect(await countIntents()).toBe(before);
    expect(await authorise({ idempotencyKey: 'hang' })).toMatchObject({ status: 'requires_capture' });
  });

  test('hangs after the work: the same key returns the outcome', async () => {
    const before = await countIntents();
    await simulator.set({ hangAfter: true });
    expect((await failureOf(authorise({ idempotencyKey: 'after', ...IMPATIENT }))).type).toBe(
      'StripeConnectionError',
    );
    await simulator.set({ hangAfter: false });
    const intent = await authorise({ idempotencyKey: 'after' });
    expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await countIntents()).toBe(before + 1);
  });

  test('fails before the work, and the key stays free', async () => {
    await simulator.set({ failRate: 1 });
    const failure = await failureOf(authorise({ idempotencyKey: 'before' }));
    expect(failure).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    expect(failure.headers?.['stripe-should-retry']).toBe('true');
    await reset();
    const intent = await authorise({ idempotencyKey: 'before' });
    expect(intent.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  });

  test('closes the connection after the work: the same key returns the outcome', async () => {
    const before = await countIntents();
    await simulator.set({ failAfterRate: 1 });
    expect((await failureOf(authorise({ idempotencyKey: 'cut' }))).type).toBe('StripeConnectionError');
    await reset();
    expect(await authorise({ idempotencyKey: 'cut' })).toMatchObject({ status: 'requires_capture' });
    expect(await countIntents()).toBe(before + 1);
  });

  test('responds with 500 after the work: the key repeats the 500, the list shows the intent', async () => {
    const before = await countIntents();
    await simulator.set({ failAfterRate: 1, failAfterAs: '500' });
    expect((await failureOf(authorise({ idempotencyKey: 'sticky' }))).statusCode).toBe(500);
    await reset();
    const failure = await failureOf(authorise({ idempotencyKey: 'sticky' }));
    expect(failure.headers).toMatchObject({ 'idempotent-replayed': 'true', 'stripe-should-retry': 'false' });
    expect(await countIntents()).toBe(before + 1);
  });

  test('limits the rate', async () => {
    await simulator.set({ rateLimit: 1 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => authorise()));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429 });
  });

  test('fails captures, which can be retried', async () => {
    const { id } = await authorise();
    await simulator.set({ captureFailRate: 1 });
    expect((await failureOf(simulator.stripe.paymentIntents.capture(id))).statusCode).toBe(402);
    await reset();
    expect(await simulator.stripe.paymentIntents.capture(id)).toMatchObject({ status: 'succeeded' });
  });

  test('fails refunds later, which can be retried', async () => {
    const { id } = await authorise();
    await simulator.stripe.paymentIntents.capture(id);
    await simulator.set({ refundFailRate: 1, refundDelayMs: 20 });
    const { id: refund } = await simulator.stripe.refunds.create({ payment_intent: id });
    await eventually(async () =>
      expect((await simulator.stripe.refunds.retrieve(refund)).status).toBe('failed'),
    );
    await reset();
    expect(await simulator.stripe.refunds.create({ payment_intent: id })).toMatchObject({
      status: 'succeeded',
    });
  });
});

describe('webhooks', () => {
  const arrived = (id: string) =>
    receiver.events
      .filter(({ data }) => 'id' in data.object && data.object.id === id)
      .map(({ type }) => type);
  const drained = () =>
    eventually(async () => {
      const { ledger } = await simulator.status();
      expect(ledger.webhooksPending).toBe(0);
    });
  beforeEach(drained);

  test('are lost, and found in the list of events or by sending them again', async () => {
    await simulator.set({ webhookLossRate: 1 });
    const { id } = await authorise();
    await drained();
    expect(arrived(id)).toEqual([]);
    const { data } = await simulator.stripe.events.list({ limit: 2 });
    expect(data.map(({ type }) => type)).toContain('payment_intent.created');
    const body = JSON.stringify({ event: data[0]?.id });
    await fetch(`${simulator.url}/_control/webhooks/deliver`, { method: 'POST', body });
    await eventually(() => expect(arrived(id)).toEqual([data[0]?.type]));
  });

  test('arrive twice', async () => {
    await simulator.set({ webhookDoubleRate: 1 });
    const { id } = await authorise();
    await eventually(() => expect(arrived(id)).toHaveLength(4));
  });

  test('arrive late, or at once on request', async () => {
    await simulator.set({ webhookDelayMs: 600_000 });
    const { id } = await authorise();
    expect(arrived(id)).toEqual([]);
    await fetch(`${simulator.url}/_control/webhooks/deliver`, { method: 'POST' });
    await eventually(() => expect(arrived(id)).toHaveLength(2));
  });

  test('overtake each other', async () => {
    await simulator.set({ webhookShuffleRate: 0.5 });
    const ids = [];
    for (let number = 0; number < 10; number += 1) ids.push((await authorise()).id);
    await drained();
    const first = ids.filter((id) => arrived(id)[0] === 'payment_intent.amount_capturable_updated');
    expect(first.length).toBeGreaterThan(0);
  });

  test('do not delay responses while their receiver is down', async () => {
    const env = { WEBHOOK_URL: 'http://127.0.0.1:1/', STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET };
    await using alone = await startProcess({ env });
    const sdk = sdkFor(alone.url);
    expect(await sdk.paymentIntents.create(authorisation())).toMatchObject({ status: 'requires_capture' });
  });
});

describe('the control interface', () => {
  test.each([
    [{ latencyMs: 'slow' }, 'latencyMs'],
    [{ failRate: 2 }, 'failRate'],
    [{ nonsense: 1 }, 'nonsense'],
    [{ seed: 3 }, 'seed'],
  ])('refuses %j and names the option', async (patch, name) => {
    const response = await simulator.set(patch);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(name);
  });
});
