import { describe, expect, test } from 'vitest';
import { indexesOfRepeatedNames } from '../../../platform/decisions/values.ts';
import { catalogueDecider, DEFAULT_LINES, linesOf } from './catalogue.ts';
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

describe('the catalogue', () => {
  test('has the default lines until others are set', () => {
    expect(linesOf(undefined)).toEqual(DEFAULT_LINES);
    const lines = [{ name: 'Chair', quantity: 2 }];
    const set = catalogueDecider.evolve(undefined, {
      type: 'StandardSuppliesSet',
      at: '2030-05-01T10:00:00.000Z',
      lines,
    });
    expect(linesOf(set)).toEqual(lines);
  });
  test('can be set to no lines', () => {
    expect(linesOf({ lines: [] })).toEqual([]);
  });
  test('has each name once by default', () => {
    expect(indexesOfRepeatedNames(DEFAULT_LINES.map(({ name }) => name))).toEqual([]);
  });
});
