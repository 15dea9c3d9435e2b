import { expect, test } from 'vitest';
import { createWriteTimes } from './write-times.ts';

test('an execution is after the writes that were noted before it began', () => {
  const { begin, note, isAfter } = createWriteTimes();
  const first = begin();
  note(['alice', 'home']);
  const second = begin();
  expect([first, second].map((begun) => isAfter(begun, ['alice']))).toEqual([false, true]);
  expect(isAfter(first, ['bob', 'home'])).toBe(false);
  expect(isAfter(first, ['bob'])).toBe(true);
});

test('a write is known as long as an execution from before it is in flight, whichever ends first', () => {
  const { begin, end, note, isAfter } = createWriteTimes();
  const [first, second] = [begin(), begin()];
  note(['alice']);
  end(first);
  expect(isAfter(second, ['alice'])).toBe(false);
  note(['bob']);
  end(second);
  expect(isAfter(second, ['alice', 'bob'])).toBe(true);
});

test('of too many writers the oldest are forgotten, and nobody shares what began before their writes', () => {
  const { begin, note, isAfter } = createWriteTimes(2);
  const first = begin();
  note(['alice']);
  const second = begin();
  note(['bob']);
  note(['carol']);
  expect([first, second].map((begun) => isAfter(begun, ['dave']))).toEqual([false, true]);
  expect([first, second].map((begun) => isAfter(begun, ['alice']))).toEqual([false, true]);
  expect(isAfter(second, ['bob'])).toBe(false);
});
