import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnectionRegistry, type LongLivedConnection } from './connection-registry.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function connection(deadline = Number.POSITIVE_INFINITY) {
  return {
    deadline,
    heartbeat: vi.fn<LongLivedConnection['heartbeat']>(),
    expire: vi.fn<LongLivedConnection['expire']>(),
  };
}

test('each connection gets one heartbeat per interval, spread over time', () => {
  const registry = createConnectionRegistry({ connections: 10, heartbeat: 5_000 });
  const all = Array.from({ length: 10 }, () => connection());
  for (const each of all) registry.add(each);
  vi.advanceTimersByTime(1_000);
  expect(all.filter(({ heartbeat }) => heartbeat.mock.calls.length > 0)).toHaveLength(2);
  vi.advanceTimersByTime(4_000);
  for (const { heartbeat } of all) expect(heartbeat).toHaveBeenCalledTimes(1);
  registry.close();
  vi.advanceTimersByTime(5_000);
  for (const { heartbeat } of all) expect(heartbeat).toHaveBeenCalledTimes(1);
});

test('a connection expires at its deadline, unless it was removed', () => {
  const registry = createConnectionRegistry({ connections: 2, heartbeat: 60_000 });
  const [stays, leaves] = [connection(Date.now() + 2_500), connection(Date.now() + 2_500)];
  registry.add(stays);
  registry.add(leaves);
  expect(registry.isFull()).toBe(true);
  vi.advanceTimersByTime(2_000);
  expect(stays.expire).not.toHaveBeenCalled();
  registry.remove(leaves);
  expect(registry.isFull()).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(stays.expire).toHaveBeenCalledTimes(1);
  expect(leaves.expire).not.toHaveBeenCalled();
  registry.close();
});
