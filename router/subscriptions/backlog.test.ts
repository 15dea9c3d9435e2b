import { describe, expect, test } from 'vitest';
import { type Backlog, createBacklog } from './subscriber-queue.ts';

function drain<T>(backlog: Backlog<T>): T[] {
  const items: T[] = [];
  for (let item = backlog.shift(); item !== undefined; item = backlog.shift()) items.push(item);
  return items;
}

describe('a backlog with the policy DISCONNECT', () => {
  test('is full at its capacity, and accepts more after a shift', () => {
    const backlog = createBacklog<number>({ capacity: 2, policy: 'DISCONNECT' });
    expect([1, 2, 3].map((item) => backlog.push(item, 'a'))).toEqual(['added', 'added', 'full']);
    expect(backlog.shift()).toBe(1);
    expect(backlog.push(4, 'a')).toBe('added');
    expect(drain(backlog)).toEqual([2, 4]);
    expect(backlog.shift()).toBeUndefined();
  });

  test('does not count preloaded items, wherever they are', () => {
    const backlog = createBacklog<number>({ capacity: 2, policy: 'DISCONNECT' });
    backlog.preload([1, 2, 3]);
    backlog.push(4, 'a');
    backlog.preload([5, 6]);
    backlog.push(7, 'a');
    expect(backlog.push(8, 'a')).toBe('full');
    expect([backlog.shift(), backlog.shift(), backlog.shift(), backlog.shift()]).toEqual([1, 2, 3, 4]);
    expect(backlog.push(9, 'a')).toBe('added');
    expect(backlog.push(10, 'a')).toBe('full');
    expect([...backlog.items()]).toEqual([5, 6, 7, 9]);
  });
});

describe('a backlog with the policy LATEST', () => {
  test('keeps the last item of each aggregate in order, without a limit', () => {
    const backlog = createBacklog<string>({ capacity: 1, policy: 'LATEST' });
    backlog.preload(['a0', 'b0']);
    const pushed = ['a1', 'b1', 'a2', 'c1', 'a3'].map((item) => backlog.push(item, item.charAt(0)));
    expect(pushed).toEqual(['added', 'added', 'coalesced', 'added', 'coalesced']);
    expect(drain(backlog)).toEqual(['a0', 'b0', 'b1', 'c1', 'a3']);
  });
});
