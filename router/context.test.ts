import { expect, test } from 'vitest';
import { isPerRequest } from './context.ts';

test.each([
  ['traceparent', '00-1-2-01', true],
  ['baggage', 'a=b', true],
  ['x-correlation-id', 'c-1', true],
  ['x-request-id', 'c-1', true],
  ['authorization', 'Bearer a', false],
])('the header %s: %s is per request: %s', (name, value, expected) => {
  expect(isPerRequest(name, value, 'c-1')).toBe(expected);
});
