import { afterEach, beforeEach, expect, test } from 'vitest';
import { openScratch, type Scratch } from './scratch.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.close());

test('records are read in the order of their keys, those of one key in the order of their addition', async () => {
  const table = scratch.table<number>('numbers');
  const count = 2_500;
  for (let at = 0; at < count; at += 1) table.add(String((at * 7) % 1_250).padStart(4, '0'), at);
  const read = (await Array.fromAsync(table.inOrder())).flat();
  expect(read).toHaveLength(count);
  expect(read).toEqual(
    read.toSorted((a, b) => (a.key === b.key ? a.record - b.record : a.key < b.key ? -1 : 1)),
  );
});

test('records are found by their key, also those that are added after a reading', () => {
  const table = scratch.table<{ readonly name: string }>('named');
  table.add('a', { name: 'first' });
  expect(table.get('a')).toEqual([{ name: 'first' }]);
  table.add('a', { name: 'second' });
  expect(table.get('a')).toEqual([{ name: 'first' }, { name: 'second' }]);
  expect([table.has('a'), table.has('b'), table.get('b')]).toEqual([true, false, []]);
});

test('the first record of each key that another table lacks is read', async () => {
  const messages = scratch.table<string>('messages');
  const told = scratch.table<null>('told');
  for (const [key, record] of [
    ['a', 'a1'],
    ['b', 'b1'],
    ['b', 'b2'],
    ['c', 'c1'],
  ] as const)
    messages.add(key, record);
  told.add('c', null);
  expect((await Array.fromAsync(messages.firstsWithout(told))).flat()).toEqual(['a1', 'b1']);
});
