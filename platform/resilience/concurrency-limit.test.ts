import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ConcurrencyLimit, createConcurrencyLimit, type Permit } from './concurrency-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MAX = 20;
const TARGET_MS = 100;
const WAIT_MS = 50;
const create = (max = MAX) =>
  createConcurrencyLimit({
    max,
    latencyTargetMs: TARGET_MS,
    maxWaitMs: WAIT_MS,
    perFlow: { alone: max, besideOthers: max },
  });

/** Acquires as many permits as the limit grants. */
async function acquireAll(limit: ConcurrencyLimit, callers = MAX + 1): Promise<readonly Permit[]> {
  const acquiring = Array.from({ length: callers }, () => limit.acquire('flow'));
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  return (await Promise.all(acquiring)).filter((permit) => permit !== undefined);
}
const releaseAll = (permits: readonly Permit[]) => {
  for (const permit of permits) permit.release(true);
};

test('grants as many permits as the limit, and rejects who waits longer than the maximum', async () => {
  expect(await acquireAll(create())).toHaveLength(MAX);
});

test('grants a released permit to the caller that has waited longest', async () => {
  const limit = create();
  const [first] = await acquireAll(limit);
  const granted: number[] = [];
  for (const number of [1, 2]) void limit.acquire('flow').then((permit) => permit && granted.push(number));
  first?.release(true);
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(granted).toEqual([1]);
});

test('lowers the limit while permits are slow, and raises it while they are fast', async () => {
  const limit = create();
  for (let round = 0; round < 3; round += 1) {
    const permits = await acquireAll(limit);
    await vi.advanceTimersByTimeAsync(TARGET_MS);
    releaseAll(permits);
  }
  const fewer = await acquireAll(limit);
  expect(fewer.length).toBeGreaterThanOrEqual(8);
  expect(fewer.length).toBeLessThan(MAX);
  releaseAll(fewer);
  for (let round = 0; round < 10; round += 1) releaseAll(await acquireAll(limit));
  expect(await acquireAll(limit)).toHaveLength(MAX);
});

test('does not adapt to permits that are released unmeasured', async () => {
  const limit = create();
  for (let round = 0; round < 10; round += 1) {
    const permits = await acquireAll(limit);
    await vi.advanceTimersByTimeAsync(TARGET_MS);
    for (const permit of permits) permit.release(false);
  }
  expect(await acquireAll(limit)).toHaveLength(MAX);
});

test('begins with a low limit and raises it with each fast permit', async () => {
  const limit = create(1_000);
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const permits = await acquireAll(limit, 1_000);
    counts.push(permits.length);
    releaseAll(permits);
  }
  const [first = 0, second = 0, third = 0] = counts;
  expect(first).toBeLessThan(100);
  expect(second).toBeGreaterThan(first);
  expect(third).toBeGreaterThan(second);
});

test('one flow holds no more than its share, and the others take turns with it', async () => {
  const limit = createConcurrencyLimit({
    max: MAX,
    latencyTargetMs: TARGET_MS,
    maxWaitMs: WAIT_MS,
    perFlow: { alone: 2, besideOthers: 2 },
  });
  const granted: string[] = [];
  for (const flow of ['a', 'a', 'a', 'b', 'a'])
    void limit.acquire(flow).then((permit) => permit && granted.push(flow));
  await vi.advanceTimersByTimeAsync(0);
  expect(granted).toEqual(['a', 'a', 'b']);
});

test('rejectWaiting rejects all waiting callers and leaves permits alone', async () => {
  const limit = create();
  const permits = await acquireAll(limit);
  const waiting = [limit.acquire('flow'), limit.acquire('flow')];
  limit.rejectWaiting();
  expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  expect(permits).toHaveLength(MAX);
});

test('never exceeds its maximum, even when that is below the usual minimum', async () => {
  const limit = create(2);
  for (let round = 0; round < 3; round += 1) {
    const permits = await acquireAll(limit);
    expect(permits).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(TARGET_MS);
    releaseAll(permits);
  }
});
