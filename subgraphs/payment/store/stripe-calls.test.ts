import Stripe from 'stripe';
import { describe, expect, test, vi } from 'vitest';
import { createResiliencePolicy } from '../../../platform/resilience/policy.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createCallStripe } from './stripe-calls.ts';

const { StripeAPIError, StripeCardError, StripeRateLimitError } = Stripe.errors;
const refused = new StripeRateLimitError({ message: 'too many requests', type: 'rate_limit_error' });
const failed = new StripeAPIError({ message: 'an error of the server', type: 'api_error' });
const declined = new StripeCardError({ message: 'no', type: 'card_error', decline_code: 'lost_card' });

const HANG = 'hang';
const TIMEOUT_MS = 30;

/** A call whose attempts end as given, one after the other. */
function call(...attempts: readonly (Error | typeof HANG | 'done')[]) {
  const policy = createResiliencePolicy({
    name: 'provider',
    log: createLogger('test', 'silent'),
    timeoutMs: TIMEOUT_MS,
    budgetMs: 60_000,
    retry: { times: attempts.length - 1, initialPauseMs: 1, maxPauseMs: 1 },
    breaker: { failureShare: 0.99, window: 50, minimumCalls: 50, probeAfterMs: 10, probes: 1 },
    bulkhead: { inFlight: 10, queue: 10 },
  });
  const onRetry = vi.fn();
  const remaining = [...attempts];
  const request = async () => {
    const next = remaining.shift();
    if (next instanceof Error) throw next;
    if (next === HANG) await new Promise(() => {});
    return next;
  };
  return { result: createCallStripe(policy)(request, { onRetry }), onRetry };
}

describe('a call is refused', () => {
  test('when each attempt was refused', async () =>
    expect(await call(refused, refused).result).toMatchObject({ kind: 'refused' }));
});

describe('the result of a call is unknown', () => {
  test.each([
    ['failed', failed],
    ['had no answer', HANG],
  ] as const)('when the last attempt was refused, but an earlier one %s', async (_how, earlier) =>
    expect(await call(refused, earlier, refused).result).toMatchObject({ kind: 'unknown' }),
  );

  test('when the last attempt has no answer in time', async () =>
    expect(await call(refused, HANG).result).toMatchObject({ kind: 'unknown' }));
});

test('a call that succeeds in a retry is done', async () => {
  const { result, onRetry } = call(failed, refused, 'done');
  expect(await result).toEqual({ kind: 'done', value: 'done' });
  expect(onRetry).toHaveBeenCalledTimes(2);
});

test('a decline is not retried', async () => {
  const { result, onRetry } = call(declined, 'done');
  expect(await result).toEqual({ kind: 'declined', declineCode: 'lost_card' });
  expect(onRetry).not.toHaveBeenCalled();
});

test('an error that is not of the provider is thrown', async () =>
  expect(call(new TypeError('a fault')).result).rejects.toThrow('a fault'));
