import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnections, type Kept } from './connections.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function kept(deadline = Number.POSITIVE_INFINITY) {
  return { deadline, beat: vi.fn<Kept['beat']>(), expire: vi.fn<Kept['expire']>() };
}

test('each connection gets one heartbeat per interval, spread over time', () => {
  const connections = createConnections({ connections: 10, heartbeat: 5_000 });
  const all = Array.from({ length: 10 }, () => kept());
  for (const each of all) connections.add(each);
  vi.advanceTimersByTime(1_000);
  expect(all.filter(({ beat }) => beat.mock.calls.length > 0)).toHaveLength(2);
  vi.advanceTimersByTime(4_000);
  for (const { beat } of all) expect(beat).toHaveBeenCalledTimes(1);
  connections.close();
  vi.advanceTimersByTime(5_000);
  for (const { beat } of all) expect(beat).toHaveBeenCalledTimes(1);
});

test('a connection expires at its deadline, unless it was removed', () => {
  const connections = createConnections({ connections: 2, heartbeat: 60_000 });
  const [stays, leaves] = [kept(Date.now() + 2_500), kept(Date.now() + 2_500)];
  connections.add(stays);
  connections.add(leaves);
  expect(connections.isFull()).toBe(true);
  vi.advanceTimersByTime(2_000);
  expect(stays.expire).not.toHaveBeenCalled();
  connections.remove(leaves);
  expect(connections.isFull()).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(stays.expire).toHaveBeenCalledTimes(1);
  expect(leaves.expire).not.toHaveBeenCalled();
  connections.close();
});
