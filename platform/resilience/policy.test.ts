import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { createResiliencePolicy, type ResilienceLimits } from './policy.ts';

const limits: ResilienceLimits = {
  timeoutMs: 100,
  budgetMs: 250,
  retry: { times: 3, initialPauseMs: 10, maxPauseMs: 20 },
  breaker: { failureShare: 0.5, window: 10, minimumCalls: 4, probeAfterMs: 1_500, probes: 2 },
  bulkhead: { inFlight: 2, queue: 1 },
};
const policyWith = (change: Partial<ResilienceLimits> = {}) =>
  createResiliencePolicy({ ...limits, ...change, name: 'test', log: createLogger('test', 'silent') });

type Answer = 'yes' | 'retryable' | 'failing';
const classify = (answer: Answer) => (answer === 'yes' ? 'ok' : answer);
const answers = (...given: readonly Answer[]) => {
  const left = [...given];
  return { attempt: async () => left.shift() ?? given.at(-1) ?? 'yes', classify };
};
/** Answers after these times, in milliseconds. */
const answersAfter = (...times: readonly number[]) => {
  const left = [...times];
  return {
    attempt: () => new Promise<Answer>((resolve) => setTimeout(resolve, left.shift() ?? times.at(-1), 'yes')),
    classify,
  };
};
const yes = { kind: 'answered', answer: 'yes' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Advances the timers until the promise is settled. */
async function outcome<T>(promise: Promise<T>): Promise<T> {
  const settled = vi.fn();
  promise.then(settled, settled);
  while (settled.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(5);
  return promise;
}

describe('one call', () => {
  test('returns the answer', async () =>
    expect(await outcome(policyWith().run(answers('yes')))).toEqual(yes));

  test('is retried after a retryable answer', async () =>
    expect(await outcome(policyWith().run(answers('retryable', 'retryable', 'yes')))).toEqual(yes));

  test('returns the last answer when its retries are used up', async () =>
    expect(await outcome(policyWith().run(answers('retryable')))).toEqual({
      kind: 'answered',
      answer: 'retryable',
    }));

  test('is not retried when a retry would not help', async () => {
    const attempt = vi.fn(answers('failing', 'yes').attempt);
    expect(await outcome(policyWith().run({ attempt, classify }))).toEqual({
      kind: 'answered',
      answer: 'failing',
    });
    expect(attempt).toHaveBeenCalledOnce();
  });

  test('is retried when an attempt exceeds its time limit, and the signal of that attempt aborts', async () => {
    const signals: AbortSignal[] = [];
    const { attempt } = answersAfter(101, 50);
    const call = {
      attempt: (signal: AbortSignal) => {
        signals.push(signal);
        return attempt();
      },
      classify,
    };
    expect(await outcome(policyWith().run(call))).toEqual(yes);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('ends with its budget, and no attempt begins after that', async () => {
    const attempt = vi.fn(answersAfter(500).attempt);
    const startedAt = Date.now();
    expect(await outcome(policyWith().run({ attempt, classify }))).toEqual({ kind: 'timed-out' });
    expect(Date.now() - startedAt).toBeLessThanOrEqual(limits.budgetMs + 5);
    const attempts = attempt.mock.calls.length;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(attempt).toHaveBeenCalledTimes(attempts);
  });

  test('that throws is rethrown, is not retried and does not count as a failure', async () => {
    const policy = policyWith();
    const attempt = vi.fn(() => Promise.reject<Answer>(new TypeError('a fault')));
    for (let i = 0; i < 10; i += 1)
      await expect(outcome(policy.run({ attempt, classify }))).rejects.toThrow('a fault');
    expect(attempt).toHaveBeenCalledTimes(10);
    expect(policy.availablePermits()).toBe(3);
  });
});

describe('many calls', () => {
  test('beyond the permits and the queue are rejected', async () => {
    const policy = policyWith();
    const calls = [1, 2, 3].map(() => policy.run(answersAfter(50)));
    expect(policy.availablePermits()).toBe(0);
    expect(await policy.run(answersAfter(50))).toEqual({ kind: 'rejected' });
    expect(await outcome(Promise.all(calls))).toEqual([yes, yes, yes]);
    expect(policy.availablePermits()).toBe(3);
  });

  test('wait for a permit no longer than their budget', async () => {
    const policy = policyWith({ timeoutMs: 1_000, budgetMs: 100, bulkhead: { inFlight: 1, queue: 5 } });
    const startedAt = Date.now();
    const outcomes = await outcome(
      Promise.all([policy.run(answersAfter(500)), policy.run(answersAfter(500))]),
    );
    expect(outcomes).not.toContainEqual(yes);
    expect(Date.now() - startedAt).toBeLessThanOrEqual(105);
  });
});

describe('the circuit breaker', () => {
  const noRetry = { retry: { ...limits.retry, times: 0 } };
  async function opened() {
    const policy = policyWith(noRetry);
    for (let i = 0; i < limits.breaker.minimumCalls; i += 1) await policy.run(answers('retryable'));
    return policy;
  }

  test('opens when calls fail, and reports when the next probe is permitted', async () => {
    const policy = await opened();
    const attempt = vi.fn(answers('yes').attempt);
    expect(policy.availablePermits()).toBe(0);
    expect(await policy.run({ attempt, classify })).toEqual({ kind: 'rejected' });
    expect(attempt).not.toHaveBeenCalled();
    expect(policy.retryAfterSeconds()).toBe(2);
    await vi.advanceTimersByTimeAsync(600);
    expect(policy.retryAfterSeconds()).toBe(1);
  });

  test('stays closed while calls succeed on a retry', async () => {
    const policy = policyWith();
    for (let i = 0; i < 20; i += 1)
      expect(await outcome(policy.run(answers('retryable', 'yes')))).toEqual(yes);
    expect(policy.availablePermits()).toBe(3);
  });

  test('opens when calls fail in a way that a retry would not mend', async () => {
    const policy = policyWith();
    for (let i = 0; i < limits.breaker.minimumCalls; i += 1) await policy.run(answers('failing'));
    expect(policy.availablePermits()).toBe(0);
  });

  test('opens when calls exceed their time limit', async () => {
    const policy = policyWith(noRetry);
    for (let i = 0; i < limits.breaker.minimumCalls; i += 1) await outcome(policy.run(answersAfter(200)));
    expect(policy.availablePermits()).toBe(0);
  });

  test('permits probes after its time, and closes when they succeed', async () => {
    const policy = await opened();
    await vi.advanceTimersByTimeAsync(limits.breaker.probeAfterMs);
    expect(policy.availablePermits()).toBe(2);
    const probes = [policy.run(answersAfter(50)), policy.run(answersAfter(50))];
    expect(policy.availablePermits()).toBe(0);
    expect(await policy.run(answers('yes'))).toEqual({ kind: 'rejected' });
    expect(policy.retryAfterSeconds()).toBe(1);
    expect(await outcome(Promise.all(probes))).toEqual([yes, yes]);
    expect(policy.availablePermits()).toBe(3);
  });

  test('opens again when a probe fails', async () => {
    const policy = await opened();
    await vi.advanceTimersByTimeAsync(limits.breaker.probeAfterMs);
    await policy.run(answers('retryable'));
    expect(policy.availablePermits()).toBe(0);
    expect(policy.retryAfterSeconds()).toBe(2);
  });

  test('permits half of the earlier load after it closes, and more with each success', async () => {
    const wide = { ...noRetry, bulkhead: { inFlight: 60, queue: 0 } };
    const policy = policyWith(wide);
    await outcome(Promise.all(Array.from({ length: 50 }, () => policy.run(answersAfter(500)))));
    await vi.advanceTimersByTimeAsync(limits.breaker.probeAfterMs);
    await Promise.all([policy.run(answers('yes')), policy.run(answers('yes'))]);
    const permits = policy.availablePermits();
    expect(permits).toBeGreaterThanOrEqual(20);
    expect(permits).toBeLessThanOrEqual(30);
    const running = Array.from({ length: permits }, () => policy.run(answersAfter(50)));
    expect(await policy.run(answers('yes'))).toEqual({ kind: 'rejected' });
    await outcome(Promise.all(running));
    expect(policy.availablePermits()).toBeGreaterThan(permits);
  });
});
