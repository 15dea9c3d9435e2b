import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

test('allows the given number of requests per second, and more as time passes', () => {
  let at = 0;
  const mayPass = createRateLimit(() => at);
  const passed = (tries: number, perSecond: number) =>
    Array.from({ length: tries }, () => mayPass(perSecond)).filter(Boolean).length;
  expect(passed(100, 0)).toBe(100);
  expect(passed(100, 10)).toBe(10);
  at = 500;
  expect(passed(100, 10)).toBe(5);
  expect(passed(100, 20)).toBe(20);
});
