import { describe, expect, test } from 'vitest';
import { createWaiting, type Waiting } from './waiting.ts';

function drain<T>(waiting: Waiting<T>): T[] {
  const items: T[] = [];
  for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) items.push(item);
  return items;
}

describe('a backlog with the policy DISCONNECT', () => {
  test('is full at its capacity, and accepts more after a shift', () => {
    const waiting = createWaiting<number>({ capacity: 2, policy: 'DISCONNECT' });
    expect([1, 2, 3].map((item) => waiting.push(item, 'a'))).toEqual(['taken', 'taken', 'full']);
    expect(waiting.shift()).toBe(1);
    expect(waiting.push(4, 'a')).toBe('taken');
    expect(drain(waiting)).toEqual([2, 4]);
    expect(waiting.shift()).toBeUndefined();
  });

  test('does not count preloaded items, wherever they are', () => {
    const waiting = createWaiting<number>({ capacity: 2, policy: 'DISCONNECT' });
    waiting.preload([1, 2, 3]);
    waiting.push(4, 'a');
    waiting.preload([5, 6]);
    waiting.push(7, 'a');
    expect(waiting.push(8, 'a')).toBe('full');
    expect([waiting.shift(), waiting.shift(), waiting.shift(), waiting.shift()]).toEqual([1, 2, 3, 4]);
    expect(waiting.push(9, 'a')).toBe('taken');
    expect(waiting.push(10, 'a')).toBe('full');
    expect([...waiting.items()]).toEqual([5, 6, 7, 9]);
  });
});

describe('a backlog with the policy LATEST', () => {
  test('keeps the last item of each aggregate in order, without a limit', () => {
    const waiting = createWaiting<string>({ capacity: 1, policy: 'LATEST' });
    waiting.preload(['a0', 'b0']);
    const pushed = ['a1', 'b1', 'a2', 'c1', 'a3'].map((item) => waiting.push(item, item.charAt(0)));
    expect(pushed).toEqual(['taken', 'taken', 'coalesced', 'taken', 'coalesced']);
    expect(drain(waiting)).toEqual(['a0', 'b0', 'b1', 'c1', 'a3']);
  });
});
