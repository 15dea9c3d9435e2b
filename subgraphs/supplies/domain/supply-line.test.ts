import { describe, expect, test } from 'vitest';
import { LARGEST_QUANTITY, mergeLines } from './supply-line.ts';

describe('lines', () => {
  test('with the same name are added up under the first name', () => {
    expect(
      mergeLines([
        { name: 'Chair', quantity: 8 },
        { name: 'Marker', quantity: 4 },
        { name: 'CHAIR', quantity: 2 },
      ]),
    ).toEqual([
      { name: 'Chair', quantity: 10 },
      { name: 'Marker', quantity: 4 },
    ]);
  });
  test('are added up to the largest quantity at most', () => {
    const most = { name: 'Pin', quantity: LARGEST_QUANTITY };
    expect(mergeLines([most, most])).toEqual([most]);
  });
});
