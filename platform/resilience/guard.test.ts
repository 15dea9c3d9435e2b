import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { createGuard, type GuardLimits } from './guard.ts';

const limits: GuardLimits = {
  timeoutMs: 100,
  budgetMs: 250,
  retry: { times: 3, pauseMs: 10, longestPauseMs: 20 },
  breaker: { failureShare: 0.5, window: 10, minimumCalls: 4, probeAfterMs: 1_500, probes: 2 },
  bulkhead: { inFlight: 2, queue: 1 },
};
const guardWith = (change: Partial<GuardLimits> = {}) =>
  createGuard({ ...limits, ...change, name: 'test', log: createLogger('test', 'silent') });

type Answer = 'yes' | 'trouble' | 'closed';
const judge = (answer: Answer) =>
  (({ yes: 'well', trouble: 'try-again', closed: 'failing' }) as const)[answer];
const says = (...answers: readonly Answer[]) => {
  const left = [...answers];
  return { attempt: async () => left.shift() ?? answers.at(-1) ?? 'yes', judge };
};
/** Gives its answers after so many milliseconds each. */
const takes = (...times: readonly number[]) => {
  const left = [...times];
  return {
    attempt: () => new Promise<Answer>((resolve) => setTimeout(resolve, left.shift() ?? times.at(-1), 'yes')),
    judge,
  };
};
const yes = { kind: 'answered', answer: 'yes' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets all timers go on until the promise is settled. */
async function outcome<T>(promise: Promise<T>): Promise<T> {
  const settled = vi.fn();
  promise.then(settled, settled);
  while (settled.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(5);
  return promise;
}

describe('one call', () => {
  test('gives its answer', async () => expect(await outcome(guardWith().run(says('yes')))).toEqual(yes));

  test('is tried again when the answer tells of trouble', async () =>
    expect(await outcome(guardWith().run(says('trouble', 'trouble', 'yes')))).toEqual(yes));

  test('gives the last answer when its tries are used up', async () =>
    expect(await outcome(guardWith().run(says('trouble')))).toEqual({
      kind: 'answered',
      answer: 'trouble',
    }));

  test('is not tried again when that would not help', async () => {
    const attempt = vi.fn(says('closed', 'yes').attempt);
    expect(await outcome(guardWith().run({ attempt, judge }))).toEqual({
      kind: 'answered',
      answer: 'closed',
    });
    expect(attempt).toHaveBeenCalledOnce();
  });

  test('is tried again when a try takes too long, which is told by its signal', async () => {
    const signals: AbortSignal[] = [];
    const { attempt } = takes(101, 50);
    const call = {
      attempt: (signal: AbortSignal) => {
        signals.push(signal);
        return attempt();
      },
      judge,
    };
    expect(await outcome(guardWith().run(call))).toEqual(yes);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('ends with its budget, and no try begins after that', async () => {
    const attempt = vi.fn(takes(500).attempt);
    const begun = Date.now();
    expect(await outcome(guardWith().run({ attempt, judge }))).toEqual({ kind: 'timed-out' });
    expect(Date.now() - begun).toBeLessThanOrEqual(limits.budgetMs + 5);
    const tries = attempt.mock.calls.length;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(attempt).toHaveBeenCalledTimes(tries);
  });

  test('that throws is a fault: thrown on, not tried again, and no trouble of the other side', async () => {
    const guard = guardWith();
    const attempt = vi.fn(() => Promise.reject<Answer>(new TypeError('a fault')));
    for (let i = 0; i < 10; i += 1)
      await expect(outcome(guard.run({ attempt, judge }))).rejects.toThrow('a fault');
    expect(attempt).toHaveBeenCalledTimes(10);
    expect(guard.places()).toBe(3);
  });
});

describe('many calls', () => {
  test('beyond the places and the queue are turned away', async () => {
    const guard = guardWith();
    const calls = [1, 2, 3].map(() => guard.run(takes(50)));
    expect(guard.places()).toBe(0);
    expect(await guard.run(takes(50))).toEqual({ kind: 'turned-away' });
    expect(await outcome(Promise.all(calls))).toEqual([yes, yes, yes]);
    expect(guard.places()).toBe(3);
  });

  test('wait for a place no longer than their budget', async () => {
    const guard = guardWith({ timeoutMs: 1_000, budgetMs: 100, bulkhead: { inFlight: 1, queue: 5 } });
    const begun = Date.now();
    const outcomes = await outcome(Promise.all([guard.run(takes(500)), guard.run(takes(500))]));
    expect(outcomes).not.toContainEqual(yes);
    expect(Date.now() - begun).toBeLessThanOrEqual(105);
  });
});

describe('the breaker', () => {
  const noRetry = { retry: { ...limits.retry, times: 0 } };
  async function opened() {
    const guard = guardWith(noRetry);
    for (let i = 0; i < limits.breaker.minimumCalls; i += 1) await guard.run(says('trouble'));
    return guard;
  }

  test('opens when calls fail, and says when the next probe is', async () => {
    const guard = await opened();
    const attempt = vi.fn(says('yes').attempt);
    expect(guard.places()).toBe(0);
    expect(await guard.run({ attempt, judge })).toEqual({ kind: 'turned-away' });
    expect(attempt).not.toHaveBeenCalled();
    expect(guard.retryAfterSeconds()).toBe(2);
    await vi.advanceTimersByTimeAsync(600);
    expect(guard.retryAfterSeconds()).toBe(1);
  });

  test('stays closed while calls succeed on a retry', async () => {
    const guard = guardWith();
    for (let i = 0; i < 20; i += 1) expect(await outcome(guard.run(says('trouble', 'yes')))).toEqual(yes);
    expect(guard.places()).toBe(3);
  });

  test('opens when it is known that asking again would not help', async () => {
    const guard = guardWith();
    for (let i = 0; i < limits.breaker.minimumCalls; i += 1) await guard.run(says('closed'));
    expect(guard.places()).toBe(0);
  });

  test('opens when calls are too slow', async () => {
    const guard = guardWith(noRetry);
    for (let i = 0; i < limits.breaker.minimumCalls; i += 1) await outcome(guard.run(takes(200)));
    expect(guard.places()).toBe(0);
  });

  test('lets a few through after its time, and closes when they succeed', async () => {
    const guard = await opened();
    await vi.advanceTimersByTimeAsync(limits.breaker.probeAfterMs);
    expect(guard.places()).toBe(2);
    const probes = [guard.run(takes(50)), guard.run(takes(50))];
    expect(guard.places()).toBe(0);
    expect(await guard.run(says('yes'))).toEqual({ kind: 'turned-away' });
    expect(guard.retryAfterSeconds()).toBe(1);
    expect(await outcome(Promise.all(probes))).toEqual([yes, yes]);
    expect(guard.places()).toBe(3);
  });

  test('opens again when one of them fails', async () => {
    const guard = await opened();
    await vi.advanceTimersByTimeAsync(limits.breaker.probeAfterMs);
    await guard.run(says('trouble'));
    expect(guard.places()).toBe(0);
    expect(guard.retryAfterSeconds()).toBe(2);
  });

  test('that opened under load lets half of it through when it closes, and more with each success', async () => {
    const wide = { ...noRetry, bulkhead: { inFlight: 60, queue: 0 } };
    const guard = guardWith(wide);
    await outcome(Promise.all(Array.from({ length: 50 }, () => guard.run(takes(500)))));
    await vi.advanceTimersByTimeAsync(limits.breaker.probeAfterMs);
    await Promise.all([guard.run(says('yes')), guard.run(says('yes'))]);
    const places = guard.places();
    expect(places).toBeGreaterThanOrEqual(20);
    expect(places).toBeLessThanOrEqual(30);
    const running = Array.from({ length: places }, () => guard.run(takes(50)));
    expect(await guard.run(says('yes'))).toEqual({ kind: 'turned-away' });
    await outcome(Promise.all(running));
    expect(guard.places()).toBeGreaterThan(places);
  });
});
