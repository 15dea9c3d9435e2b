import { expect, test } from 'vitest';
import { foldName, indexOfRepeatedName } from './values.ts';

test.each([
  ['Chair', ' chair '],
  ['CHAIR', 'Ｃhair'],
  ['caf\u00e9', 'cafe\u0301'],
])('%j and %j are the same name', (a, b) => {
  expect(foldName(a)).toBe(foldName(b));
});

test('a repeated name is found in any case', () => {
  expect(indexOfRepeatedName(['A', 'B', 'a', 'b'])).toBe(2);
  expect(indexOfRepeatedName(['A', 'B'])).toBe(-1);
});
