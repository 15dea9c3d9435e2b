import { setTimeout as delay } from 'node:timers/promises';
import { vi } from 'vitest';

/**
 * Repeats a condition until it no longer throws (as `expect` does), and returns its result. A condition that
 * takes long rests as long as it took, so that what it waits for gets on.
 *
 * @param timeout when to rethrow its last error, in milliseconds
 */
export function eventually<T>(condition: () => T | Promise<T>, timeout = 15_000): Promise<T> {
  return vi.waitFor(
    async () => {
      const began = performance.now();
      try {
        return await condition();
      } catch (error) {
        await delay(performance.now() - began);
        throw error;
      }
    },
    { timeout, interval: 25 },
  );
}
