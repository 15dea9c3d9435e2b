import { vi } from 'vitest';

/**
 * Waits until a condition holds and returns what it gives. It is tried again while it throws, such as by `expect`.
 *
 * @param timeout milliseconds after which its last failure fails the test
 */
export function eventually<T>(condition: () => T | Promise<T>, timeout = 15_000): Promise<T> {
  return vi.waitFor(condition, { timeout, interval: 25 });
}
