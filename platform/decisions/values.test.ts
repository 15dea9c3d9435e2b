import { expect, test } from 'vitest';
import { foldName, indexesOfRepeatedNames } from './values.ts';

test.each([
  ['Chair', ' chair '],
  ['CHAIR', 'Ｃhair'],
  ['caf\u00e9', 'cafe\u0301'],
])('%j and %j are the same name', (a, b) => {
  expect(foldName(a)).toBe(foldName(b));
});

test('repeated names are found in any case', () => {
  expect(indexesOfRepeatedNames(['A', 'B', 'a', 'b'])).toEqual([2, 3]);
  expect(indexesOfRepeatedNames(['A', 'B'])).toEqual([]);
});
