import { vi } from 'vitest';

/** Waits until an expectation holds; long enough for a machine that is busy with other tests. */
export function until<T>(expectation: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(expectation, { timeout: 15_000, interval: 20 });
}
