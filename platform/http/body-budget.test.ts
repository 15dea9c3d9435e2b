import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BodyRefusal, createBodyBudget } from './body-budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A budget of 100 bytes and bodies that note why they were refused. */
function setUp() {
  const onRefused = vi.fn<(why: BodyRefusal) => void>();
  const budget = createBodyBudget({ bytes: 100, grace: 1_000, speed: 10 }, onRefused);
  const begin = () => {
    const refused = vi.fn<(why: BodyRefusal) => void>();
    return { ...budget.begin(refused), refused };
  };
  return { budget, begin, onRefused };
}

test('above the budget, the bodies that have taken longest are refused, and a short one gets through', () => {
  const { budget, begin, onRefused } = setUp();
  const [first, second, third] = [begin(), begin(), begin()];
  first.take(40);
  second.take(40);
  third.take(20);
  expect([budget.bytes(), onRefused.mock.calls]).toEqual([100, []]);
  const short = begin();
  short.take(5);
  expect(budget.bytes()).toBe(65);
  expect(first.refused.mock.calls).toEqual([['body-budget']]);
  for (const { refused } of [second, third, short]) expect(refused).not.toHaveBeenCalled();
  first.take(50);
  first.end();
  short.end();
  expect(budget.bytes()).toBe(60);
  budget.close();
});

test('a body that is larger than the budget is refused itself', () => {
  const { budget, begin } = setUp();
  const body = begin();
  body.take(101);
  expect([budget.bytes(), body.refused.mock.calls]).toEqual([0, [['body-budget']]]);
  budget.close();
});

test('a body slower than the least speed is refused after its grace, and a faster one is not', () => {
  const { budget, begin } = setUp();
  const [slow, fast] = [begin(), begin()];
  slow.take(5);
  for (let second = 0; second < 4; second += 1) {
    fast.take(10);
    vi.advanceTimersByTime(1_000);
  }
  expect(slow.refused.mock.calls).toEqual([['body-speed']]);
  expect(fast.refused).not.toHaveBeenCalled();
  expect(budget.bytes()).toBe(40);
  budget.close();
});
