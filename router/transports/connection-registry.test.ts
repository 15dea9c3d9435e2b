import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnectionRegistry, type LongLivedConnection } from './connection-registry.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function connection(deadline = Number.POSITIVE_INFINITY) {
  return {
    isOver: (now: number) => deadline <= now,
    heartbeat: vi.fn<LongLivedConnection['heartbeat']>(),
    expire: vi.fn<LongLivedConnection['expire']>(),
    displace: vi.fn<LongLivedConnection['displace']>(),
  };
}

test('each connection gets one heartbeat per interval, spread over time', () => {
  const registry = createConnectionRegistry(
    { connections: 10, heartbeat: 5_000, anonymous: undefined },
    vi.fn(),
  );
  const all = Array.from({ length: 10 }, () => connection());
  for (const each of all) registry.add(each, 'a');
  vi.advanceTimersByTime(1_000);
  expect(all.filter(({ heartbeat }) => heartbeat.mock.calls.length > 0)).toHaveLength(2);
  vi.advanceTimersByTime(4_000);
  for (const { heartbeat } of all) expect(heartbeat).toHaveBeenCalledTimes(1);
  registry.close();
  vi.advanceTimersByTime(5_000);
  for (const { heartbeat } of all) expect(heartbeat).toHaveBeenCalledTimes(1);
});

test('a connection expires at its deadline, unless it was removed', () => {
  const registry = createConnectionRegistry(
    { connections: 2, heartbeat: 60_000, anonymous: undefined },
    vi.fn(),
  );
  const [stays, leaves] = [connection(Date.now() + 2_500), connection(Date.now() + 2_500)];
  registry.add(stays, 'a');
  registry.add(leaves, 'a');
  expect(registry.makePlace('b')).toBe(false);
  vi.advanceTimersByTime(2_000);
  expect(stays.expire).not.toHaveBeenCalled();
  registry.remove(leaves);
  expect(registry.makePlace('b')).toBe(true);
  vi.advanceTimersByTime(1_000);
  expect(stays.expire).toHaveBeenCalledTimes(1);
  expect(leaves.expire).not.toHaveBeenCalled();
  registry.close();
});

describe('where clients have tokens', () => {
  function setUp() {
    const onDisplaced = vi.fn<() => void>();
    const anonymous = { connections: 3, perAddress: 2, timeout: undefined };
    const registry = createConnectionRegistry({ connections: 4, heartbeat: 60_000, anonymous }, onDisplaced);
    const open = (client: string | undefined) => {
      const opened = connection();
      if (registry.makePlace(client)) registry.add(opened, client);
      else opened.displace();
      return opened;
    };
    const displaced = (all: readonly ReturnType<typeof connection>[]) =>
      all.map(({ displace }) => displace.mock.calls.length > 0);
    return { registry, onDisplaced, open, displaced };
  }

  test('an anonymous connection gives its place to another one from its address', () => {
    const { registry, onDisplaced, open, displaced } = setUp();
    const all = ['a', 'b', 'a', 'a'].map(open);
    expect(displaced(all)).toEqual([true, false, false, false]);
    expect(onDisplaced).toHaveBeenCalledTimes(1);
    registry.close();
  });

  test('anonymous connections hold their share of all places', () => {
    const { registry, open, displaced } = setUp();
    const all = ['a', 'b', 'c', 'd', 'e'].map(open);
    expect(displaced(all)).toEqual([true, true, false, false, false]);
    registry.close();
  });

  test('a signed-in client always finds a place, unless signed-in clients have all', () => {
    const { registry, open, displaced } = setUp();
    const all = ['a', 'b', undefined, 'c', undefined, undefined].map(open);
    expect(displaced(all)).toEqual([true, true, false, false, false, false]);
    const [, , , last] = all;
    if (last) registry.signIn(last);
    expect(registry.makePlace(undefined)).toBe(false);
    expect(registry.makePlace('a')).toBe(false);
    expect(displaced(all)).toEqual([true, true, false, false, false, false]);
    registry.close();
  });
});
