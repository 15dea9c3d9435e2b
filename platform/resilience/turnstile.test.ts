import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTurnstile, type Pass, type Turnstile } from './turnstile.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MOST = 20;
const GOAL_MS = 100;
const WAIT_MS = 50;
const create = () => createTurnstile({ most: MOST, goalMs: GOAL_MS, waitMs: WAIT_MS });

/** Lets in as many as there is room for. */
async function fill(turnstile: Turnstile): Promise<readonly Pass[]> {
  const entering = Array.from({ length: MOST + 1 }, () => turnstile.enter());
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  return (await Promise.all(entering)).filter((pass) => pass !== undefined);
}
const leaveAll = (passes: readonly Pass[]) => {
  for (const pass of passes) pass.leave(true);
};

test('lets in as many as it may, and turns away who has waited in vain', async () => {
  expect(await fill(create())).toHaveLength(MOST);
});

test('lets in who waits as soon as somebody leaves, the first first', async () => {
  const turnstile = create();
  const [first] = await fill(turnstile);
  const entered: number[] = [];
  for (const number of [1, 2]) void turnstile.enter().then((pass) => pass && entered.push(number));
  first?.leave(true);
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(entered).toEqual([1]);
});

test('lets in fewer while they take too long, and more again when they do not', async () => {
  const turnstile = create();
  for (let round = 0; round < 3; round += 1) {
    const passes = await fill(turnstile);
    await vi.advanceTimersByTimeAsync(GOAL_MS);
    leaveAll(passes);
  }
  const fewer = await fill(turnstile);
  expect(fewer.length).toBeGreaterThanOrEqual(8);
  expect(fewer.length).toBeLessThan(MOST);
  leaveAll(fewer);
  for (let round = 0; round < 10; round += 1) leaveAll(await fill(turnstile));
  expect(await fill(turnstile)).toHaveLength(MOST);
});

test('learns nothing from who did nothing inside', async () => {
  const turnstile = create();
  for (let round = 0; round < 10; round += 1) {
    const passes = await fill(turnstile);
    await vi.advanceTimersByTimeAsync(GOAL_MS);
    for (const pass of passes) pass.leave(false);
  }
  expect(await fill(turnstile)).toHaveLength(MOST);
});

test('begins with few, and lets in more with each who was quick', async () => {
  const turnstile = createTurnstile({ most: 1_000, goalMs: GOAL_MS, waitMs: WAIT_MS });
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const entering = Array.from({ length: 1_000 }, () => turnstile.enter());
    await vi.advanceTimersByTimeAsync(WAIT_MS);
    const passes = (await Promise.all(entering)).filter((pass) => pass !== undefined);
    counts.push(passes.length);
    leaveAll(passes);
  }
  const [first = 0, second = 0, third = 0] = counts;
  expect(first).toBeLessThan(100);
  expect(second).toBeGreaterThan(first);
  expect(third).toBeGreaterThan(second);
});

test('sends away all who wait, and nobody who is inside', async () => {
  const turnstile = create();
  const passes = await fill(turnstile);
  const waiting = [turnstile.enter(), turnstile.enter()];
  turnstile.sendAway();
  expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  expect(passes).toHaveLength(MOST);
});

test('lets in no more than it may, also where that is less than it would always let in', async () => {
  const turnstile = createTurnstile({ most: 2, goalMs: GOAL_MS, waitMs: WAIT_MS });
  for (let round = 0; round < 3; round += 1) {
    const passes = await fill(turnstile);
    expect(passes).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(GOAL_MS);
    leaveAll(passes);
  }
});
