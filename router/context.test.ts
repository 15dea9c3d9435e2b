import { expect, test } from 'vitest';
import { isPerRequest } from './context.ts';

test.each([
  ['traceparent', true],
  ['baggage', true],
  ['x-correlation-id', true],
  ['x-request-id', true],
  ['authorization', false],
])('the header %s is per request: %s', (name, expected) => {
  expect(isPerRequest(name, new Set(['x-correlation-id', 'x-request-id']))).toBe(expected);
});
