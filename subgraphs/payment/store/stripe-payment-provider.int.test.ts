import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SimulatorProcess, startProcess } from '../../../embedded/psp/testing/simulator-process.ts';
import { payableAmounts } from '../../../platform/card-amounts.ts';
import { CARD_CURRENCIES } from '../../../platform/card-currencies.ts';
import { newId } from '../../../platform/identifiers.ts';
import { createResiliencePolicy, type ResilienceLimits } from '../../../platform/resilience/policy.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { eventually } from '../../../platform/testing/index.ts';
import type { AuthorizationAnswer, PaymentProvider, PaymentReference } from '../application/ports.ts';
import { createStripeClient } from './stripe-client.ts';
import { createStripePaymentProvider } from './stripe-payment-provider.ts';

let simulator: SimulatorProcess;
let client: ReturnType<typeof createStripeClient>;
let provider: PaymentProvider;

/**
 * One attempt, with time for an answer on a busy machine, and a breaker that hardly opens, so that a test
 * sees each answer of the provider.
 */
const limits: ResilienceLimits = {
  timeoutMs: 10_000,
  budgetMs: 10_000,
  retry: { times: 0, initialPauseMs: 10, maxPauseMs: 10 },
  breaker: { failureShare: 0.99, window: 50, minimumCalls: 50, probeAfterMs: 10, probes: 1 },
  bulkhead: { inFlight: 10, queue: 10 },
};
/** For calls that get no answer: the end of the wait is what the test waits for. */
const IMPATIENT = { timeoutMs: 600, budgetMs: 600 };

function providerBehind(
  stripe: Stripe,
  change: Partial<ResilienceLimits> = {},
  returnUrl = 'https://rooms.example/paid',
): PaymentProvider {
  const policy = createResiliencePolicy({
    name: 'provider',
    log: createLogger('test', 'silent'),
    ...limits,
    ...change,
  });
  return createStripePaymentProvider({ stripe, policy, returnUrl });
}

function connect(apiBase: string) {
  return createStripeClient({
    apiKey: 'sk_test_simulator',
    apiBase,
    webhookSecret: 'whsec_simulator',
    timeoutMs: limits.timeoutMs,
  });
}

beforeAll(async () => {
  simulator = await startProcess({ env: { PSP_SEED: '7' } });
  client = connect(simulator.url);
  provider = providerBehind(client.stripe);
});
afterAll(async () => {
  client.close();
  await simulator[Symbol.asyncDispose]();
});
const recover = () => fetch(`${simulator.url}/_control/settings/reset`, { method: 'POST' });
afterEach(recover);

const newReference = (): PaymentReference => ({
  paymentId: newId(),
  bookingId: newId(),
  correlationId: 'story',
});
type Authorize = Parameters<PaymentProvider['authorize']>[0];
type Changes = Partial<Omit<Authorize, 'reference' | 'amount'>> & {
  readonly by?: PaymentProvider;
  readonly amount?: number | undefined;
  readonly currency?: string;
};
const authorize = (
  reference: PaymentReference,
  { by = provider, amount = 12_000, currency = 'KRW', ...changes }: Changes = {},
) =>
  by.authorize({
    reference,
    amount: { amount, currency },
    paymentMethod: 'pm_card_visa',
    requestedAt: new Date().toISOString(),
    ...changes,
  });

function intentIdOf(answer: AuthorizationAnswer): string {
  if (answer.kind !== 'ok') throw new Error(`not authorised: ${JSON.stringify(answer)}`);
  return answer.intent.intentId;
}
async function authorized(paymentMethod?: string) {
  const reference = newReference();
  const intentId = intentIdOf(await authorize(reference, paymentMethod ? { paymentMethod } : {}));
  return { reference, intentId };
}
async function captured(paymentMethod?: string) {
  const payment = await authorized(paymentMethod);
  await provider.capture({ ...payment, attempt: 1 });
  return payment;
}
const ALL = { amount: 12_000, currency: 'KRW' };
const intentsOf = async ({ paymentId }: PaymentReference) =>
  (await simulator.ledger()).filter(({ metadata }) => metadata.paymentId === paymentId);

describe('authorising', () => {
  test('authorises the amount once, with its reference and the end of the authorisation', async () => {
    const reference = newReference();
    const answer = await authorize(reference);
    expect(answer).toMatchObject({ kind: 'ok', intent: { status: 'authorized' } });
    expect(Date.parse((answer.kind === 'ok' && answer.intent.captureBefore) || '')).toBeGreaterThan(
      Date.now(),
    );
    expect(await authorize(reference)).toEqual(answer);
    expect(await intentsOf(reference)).toMatchObject([
      { amount: 12_000, currency: 'krw', capturable: 12_000, metadata: reference },
    ]);
  });

  test('is declined by the issuer, and a repeated request has the same answer', async () => {
    const reference = newReference();
    const paymentMethod = 'pm_card_visa_chargeDeclinedInsufficientFunds';
    const declined = { kind: 'declined', declineCode: 'insufficient_funds' };
    expect(await authorize(reference, { paymentMethod })).toEqual(declined);
    expect(await authorize(reference, { paymentMethod })).toEqual(declined);
  });

  test('tells where the customer has to act first, and a repeated request has the same answer', async () => {
    const reference = newReference();
    const paymentMethod = 'pm_card_threeDSecure2Required';
    const answer = await authorize(reference, { paymentMethod });
    expect(answer).toMatchObject({
      kind: 'ok',
      intent: {
        status: 'actionRequired',
        action: {
          clientSecret: expect.stringContaining('_secret_'),
          redirectUrl: expect.stringContaining(simulator.url),
        },
      },
    });
    expect(await authorize(reference, { paymentMethod })).toEqual(answer);
  });

  test('distinguishes an unknown payment method from an invalid amount', async () => {
    expect(await authorize(newReference(), { paymentMethod: 'pm_nonsense' })).toEqual({
      kind: 'unknown-method',
    });
    for (const [amount, code] of [
      [49, 'amount_too_small'],
      [100_000_000, 'amount_too_large'],
    ] as const)
      expect(await authorize(newReference(), { amount })).toEqual({ kind: 'refused-payment', code });
  });

  test.each([
    ['ISK', 5_000, 500_000],
    ['UGX', 60_000, 6_000_000],
    ['MGA', 5_000_000, 50_000],
    ['KWD', 5_120, 5_120],
    ['HUF', 17_500, 17_500],
    ['IDR', 999_999_999_999, 999_999_999_999],
  ])("in %s authorises %i as %i of the provider's units", async (currency, amount, units) => {
    const reference = newReference();
    expect(await authorize(reference, { currency, amount })).toMatchObject({ kind: 'ok' });
    expect(await intentsOf(reference)).toMatchObject([{ amount: units, capturable: units }]);
  });

  test.each([
    ['HRK', 5_000],
    ['KWD', 5_124],
    ['MGA', 50_020],
  ])('refuses what the provider cannot express: %s %i', async (currency, amount) => {
    const reference = newReference();
    const refused = { kind: 'refused-payment', code: 'amount_not_supported' };
    expect(await authorize(reference, { currency, amount })).toEqual(refused);
    expect(await intentsOf(reference)).toEqual([]);
  });

  test.each([...CARD_CURRENCIES.keys()])(
    'in %s authorises the least and the largest amount',
    async (currency) => {
      const { least, most } = payableAmounts(currency) ?? {};
      for (const amount of [least, most])
        expect(await authorize(newReference(), { currency, amount })).toMatchObject({ kind: 'ok' });
    },
  );

  test.each([{ hangAfter: true }, { failAfterRate: 1 }, { failAfterRate: 1, failAfterAs: '500' }])(
    'without an answer (%j) is unknown, and a repeated request finds it',
    async (misbehaviour) => {
      const reference = newReference();
      await simulator.set(misbehaviour);
      const requestedAt = new Date().toISOString();
      const by = providerBehind(client.stripe, IMPATIENT);
      expect(await authorize(reference, { by, requestedAt })).toMatchObject({ kind: 'unknown' });
      await recover();
      expect(await authorize(reference, { requestedAt })).toMatchObject({
        kind: 'ok',
        intent: { status: 'authorized' },
      });
      expect(await intentsOf(reference)).toHaveLength(1);
    },
  );

  test('that the provider does not process is unknown or refused', async () => {
    await simulator.set({ failRate: 1 });
    expect(await authorize(newReference())).toMatchObject({ kind: 'unknown' });
    await recover();
    await simulator.set({ rateLimit: 1 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => authorize(newReference())));
    expect(answers.map(({ kind }) => kind)).toContain('refused');
  });

  test('is refused when the connection is refused', async () => {
    const unreachable = connect('http://127.0.0.1:1');
    const by = providerBehind(unreachable.stripe);
    const answer = await authorize(newReference(), { by, amount: 1_000 });
    expect(answer).toMatchObject({ kind: 'refused' });
    unreachable.close();
  });

  test('is found when it is repeated after a change of the settings that are part of the request', async () => {
    const reference = newReference();
    const first = await authorize(reference);
    const by = providerBehind(client.stripe, {}, 'https://elsewhere.example/paid');
    const again = await authorize(reference, { by });
    expect(again).toEqual(first);
    expect(again).toMatchObject({ kind: 'ok', intent: { status: 'authorized' } });
    expect(await intentsOf(reference)).toHaveLength(1);
  });

  test('is searched for and not repeated when its idempotency key may have expired', async () => {
    const reference = newReference();
    const requestedAt = new Date(Date.now() - 21 * 3_600_000).toISOString();
    expect(await authorize(reference, { requestedAt })).toEqual({ kind: 'nothing' });
    expect(await intentsOf(reference)).toEqual([]);
  });
});

describe('a call without an answer', () => {
  const patient = () =>
    providerBehind(client.stripe, {
      timeoutMs: 200,
      budgetMs: 20_000,
      retry: { times: 1_000, initialPauseMs: 20, maxPauseMs: 50 },
    });

  test('in time is repeated with its key while the first attempt is processed, and authorises once', async () => {
    const reference = newReference();
    // This exceeds the time limit of an attempt: only a retry brings an outcome.
    await simulator.set({ latencyMs: 2_000 });
    const authorizing = authorize(reference, { by: patient() });
    await eventually(async () => {
      const { counters } = await simulator.status();
      expect(counters.keyConflicts).toBeGreaterThan(0);
    });
    await recover();
    expect(await authorizing).toMatchObject({ kind: 'ok', intent: { status: 'authorized' } });
    expect(await intentsOf(reference)).toHaveLength(1);
  });

  test('reports each retry, and is abandoned when its signal aborts', async () => {
    await simulator.set({ hangAfter: true });
    const abandoned = new AbortController();
    const retries: number[] = [];
    const onRetry = () => {
      retries.push(retries.length + 1);
      if (retries.length === 2) abandoned.abort();
    };
    const { signal } = abandoned;
    expect(await authorize(newReference(), { by: patient(), onRetry, signal })).toEqual({
      kind: 'unknown',
      reason: 'the call was abandoned',
    });
    expect(retries).toEqual([1, 2]);
  });

  test('that is abandoned does not count as a failure of the provider', async () => {
    const by = providerBehind(client.stripe, {
      timeoutMs: 200,
      budgetMs: 20_000,
      retry: { times: 1, initialPauseMs: 1, maxPauseMs: 1 },
      breaker: { ...limits.breaker, failureShare: 0.5, window: 2, minimumCalls: 2, probeAfterMs: 60_000 },
    });
    await simulator.set({ hangAfter: true });
    for (let call = 0; call < 3; call += 1) {
      const abandoned = new AbortController();
      const { signal } = abandoned;
      expect(await authorize(newReference(), { by, onRetry: () => abandoned.abort(), signal })).toEqual({
        kind: 'unknown',
        reason: 'the call was abandoned',
      });
    }
    expect(by.availablePermits()).toBeGreaterThan(0);
  });

  test('stays unknown when a retry cannot reach the provider any more', async () => {
    await using dying = await startProcess();
    await dying.set({ hangAfter: true });
    const doomed = connect(dying.url);
    const by = providerBehind(doomed.stripe, {
      timeoutMs: 5_000,
      budgetMs: 5_000,
      retry: { ...limits.retry, times: 2 },
    });
    const authorizing = authorize(newReference(), { by });
    await eventually(async () => expect(await dying.ledger()).toHaveLength(1));
    await dying.end('SIGKILL');
    expect(await authorizing).toMatchObject({ kind: 'unknown' });
    doomed.close();
  });

  test('is refused without a request while the breaker is open', async () => {
    const by = providerBehind(client.stripe, {
      breaker: { ...limits.breaker, failureShare: 0.5, window: 2, minimumCalls: 2, probeAfterMs: 60_000 },
    });
    await simulator.set({ failRate: 1 });
    await authorize(newReference(), { by });
    await authorize(newReference(), { by });
    expect(by.availablePermits()).toBe(0);
    const { counters } = await simulator.status();
    expect(await authorize(newReference(), { by })).toMatchObject({ kind: 'refused' });
    expect((await simulator.status()).counters.requests).toBe(counters.requests);
    expect(by.retryAfterSeconds()).toBeGreaterThan(30);
  });
});

describe('an authorised payment', () => {
  test('is captured once, however often the request is repeated', async () => {
    const payment = await authorized();
    for (const attempt of [1, 1, 2])
      expect(await provider.capture({ ...payment, attempt })).toMatchObject({
        kind: 'ok',
        intent: { status: 'captured' },
      });
    expect(await intentsOf(payment.reference)).toMatchObject([{ captured: 12_000 }]);
  });

  test('is canceled once, however often the request is repeated', async () => {
    const payment = await authorized();
    for (const attempt of [1, 1, 2])
      expect(await provider.cancel({ ...payment, attempt })).toMatchObject({
        kind: 'ok',
        intent: { status: 'canceled' },
      });
  });

  test('returns its current state when a step does not fit', async () => {
    const taken = await captured();
    expect(await provider.cancel({ ...taken, attempt: 1 })).toMatchObject({ intent: { status: 'captured' } });
    const canceled = await authorized();
    await provider.cancel({ ...canceled, attempt: 1 });
    expect(await provider.capture({ ...canceled, attempt: 1 })).toMatchObject({
      intent: { status: 'canceled' },
    });
  });

  test('whose capture the issuer refuses is declined and stays authorised', async () => {
    const payment = await authorized('pm_card_captureFail');
    expect(await provider.capture({ ...payment, attempt: 1 })).toMatchObject({ kind: 'declined' });
    expect(await provider.intent(payment.intentId)).toMatchObject({ intent: { status: 'authorized' } });
  });
});

describe('a refund', () => {
  test('succeeds once', async () => {
    const payment = await captured();
    const refund = { ...payment, refundId: newId(), amount: ALL };
    const answer = await provider.refund(refund);
    expect(answer).toMatchObject({ kind: 'ok', refund: { status: 'SUCCEEDED' } });
    expect(await provider.refund(refund)).toEqual(answer);
    expect(await provider.refund({ ...refund, refundId: newId() })).toEqual({
      kind: 'exceeds',
      code: 'charge_already_refunded',
    });
    expect(await intentsOf(payment.reference)).toMatchObject([{ refunded: 12_000 }]);
  });

  test('may be pending first, and fails or succeeds later', async () => {
    await simulator.set({ refundDelayMs: 20 });
    const statusLater = async (paymentMethod: string, at: string, later: string) => {
      const answer = await provider.refund({
        ...(await captured(paymentMethod)),
        refundId: newId(),
        amount: ALL,
      });
      expect(answer).toMatchObject({ kind: 'ok', refund: { status: at } });
      const providerId = (answer.kind === 'ok' && answer.refund.providerId) || '';
      await eventually(async () =>
        expect(await provider.refundStatus(providerId)).toMatchObject({ refund: { status: later } }),
      );
    };
    await statusLater('pm_card_pendingRefund', 'PENDING', 'SUCCEEDED');
    await statusLater('pm_card_refundFail', 'SUCCEEDED', 'FAILED');
  });

  test('whose answer is lost is found by a search', async () => {
    const refund = { ...(await captured()), refundId: newId(), amount: ALL };
    await simulator.set({ failAfterRate: 1, failAfterAs: '500' });
    expect(await provider.refund(refund)).toMatchObject({ kind: 'unknown' });
    await recover();
    expect(await provider.refund(refund)).toMatchObject({ kind: 'ok', refund: { status: 'SUCCEEDED' } });
  });

  test('of a payment that was not captured fails', async () =>
    expect(await provider.refund({ ...(await authorized()), refundId: newId(), amount: ALL })).toMatchObject({
      kind: 'ok',
      refund: { status: 'FAILED', providerId: null },
    }));
});

describe('what happens at the provider without this service', () => {
  test('is told with its amounts, oldest first', async () => {
    const payment = await captured();
    const refundId = newId();
    const { id } = await simulator.stripe.refunds.create({ payment_intent: payment.intentId, amount: 5_000 });
    const part = { ...payment, refundId, amount: { amount: 3_000, currency: 'KRW' } };
    expect(await provider.refund(part)).toMatchObject({ kind: 'ok', refund: { status: 'SUCCEEDED' } });
    expect(await provider.refund({ ...part, refundId: newId(), amount: ALL })).toEqual({
      kind: 'exceeds',
      code: 'amount_too_large',
    });
    await simulator.dashboard('disputes', { intent: payment.intentId, amount: 2_000, reason: 'duplicate' });
    expect(await provider.charge(payment.intentId)).toMatchObject({
      kind: 'ok',
      refunds: [
        { providerId: id, refundId: null, amount: { amount: 5_000, currency: 'KRW' }, status: 'SUCCEEDED' },
        { refundId, amount: { amount: 3_000, currency: 'KRW' }, status: 'SUCCEEDED' },
      ],
      dispute: { status: 'NEEDS_RESPONSE', reason: 'duplicate', amount: { amount: 2_000, currency: 'KRW' } },
    });
  });

  test.each([
    ['ISK', 5_000, 2_500, 250_000],
    ['MGA', 5_000_000, 1_000_000, 10_000],
    ['KWD', 5_120, 1_010, 1_010],
  ])('in %s is converted: of %i a part of %i is %i there', async (currency, amount, part, units) => {
    const reference = newReference();
    const intentId = intentIdOf(await authorize(reference, { currency, amount }));
    await provider.capture({ reference, intentId, attempt: 1 });
    await simulator.stripe.refunds.create({ payment_intent: intentId, amount: units });
    const rest = { amount: amount - part, currency };
    expect(await provider.refund({ reference, intentId, refundId: newId(), amount: rest })).toMatchObject({
      refund: { status: 'SUCCEEDED' },
    });
    expect(await provider.charge(intentId)).toMatchObject({
      refunds: [{ amount: { amount: part, currency } }, { amount: rest }],
    });
    const [{ captured: taken, refunded } = { captured: 0, refunded: 1 }] = await intentsOf(reference);
    expect(refunded).toBe(taken);
  });

  test('is nothing for a payment that nobody touched', async () => {
    const { intentId } = await captured();
    expect(await provider.charge(intentId)).toEqual({ kind: 'ok', refunds: [], dispute: null });
  });
});
