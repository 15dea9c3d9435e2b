import { vi } from 'vitest';

/**
 * Repeats a condition until it no longer throws (as `expect` does), and returns its result.
 *
 * @param timeout when to rethrow its last error, in milliseconds
 */
export function eventually<T>(condition: () => T | Promise<T>, timeout = 30_000): Promise<T> {
  return vi.waitFor(condition, { timeout, interval: 25 });
}
