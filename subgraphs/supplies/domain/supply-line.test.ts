import { describe, expect, test } from 'vitest';
import { catalogueDecider, DEFAULT_LINES, linesOf } from './catalogue.ts';
import { indexOfRepeated, LARGEST_QUANTITY, mergeLines } from './supply-line.ts';

describe('lines', () => {
  test('of the same thing are added up, under the name that came first', () => {
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
  test('are not added up beyond the largest quantity', () => {
    const most = { name: 'Pin', quantity: LARGEST_QUANTITY };
    expect(mergeLines([most, most])).toEqual([most]);
  });
  test('show where a name comes again', () => {
    const line = (name: string) => ({ name, quantity: 1 });
    expect(indexOfRepeated([line('A'), line('B'), line('a'), line('b')])).toBe(2);
    expect(indexOfRepeated([line('A'), line('B')])).toBe(-1);
  });
});

describe('the catalogue', () => {
  test('has the default lines until staff sets others', () => {
    expect(linesOf(undefined)).toEqual(DEFAULT_LINES);
    const lines = [{ name: 'Chair', quantity: 2 }];
    const set = catalogueDecider.evolve(undefined, {
      type: 'StandardSuppliesSet',
      at: '2030-05-01T10:00:00.000Z',
      lines,
    });
    expect(linesOf(set)).toEqual(lines);
  });
  test('may be set to nothing', () => {
    expect(linesOf({ lines: [] })).toEqual([]);
  });
  test('names each thing once by default', () => {
    expect(indexOfRepeated(DEFAULT_LINES)).toBe(-1);
  });
});
