import { expect, test } from 'vitest';
import { growthOf, summaryOf } from './growth-ratios.ts';

const YARDSTICK = 'the price';

function stores(...rows: readonly (readonly [string, ...number[]])[]) {
  return [0, 1, 2].map(
    (size) => new Map(rows.map(([row, ...costs]) => [row, costs[size] ?? Number.NaN] as const)),
  );
}

test('a ratio is that of the largest store to the smallest one, by that of the yardstick', () => {
  const growths = growthOf(
    stores([YARDSTICK, 2, 9, 4], ['rooms', 1, 7, 3], ['bookings', 1, 7, 3.1]),
    YARDSTICK,
  );
  expect(growths).toEqual([
    { row: YARDSTICK, costs: [2, 9, 4], ratio: 2, ofYardstick: 1, isWithinLimit: true },
    { row: 'rooms', costs: [1, 7, 3], ratio: 3, ofYardstick: 1.5, isWithinLimit: true },
    { row: 'bookings', costs: [1, 7, 3.1], ratio: 3.1, ofYardstick: 1.55, isWithinLimit: false },
  ]);
});

test('a row that was not measured is not within the limit', () => {
  const [, rooms] = growthOf(stores([YARDSTICK, 1, 1, 1], ['rooms', 0, 0, 0]), YARDSTICK);
  expect(rooms).toMatchObject({ ratio: Number.NaN, isWithinLimit: false });
});

test('the summary names the rows beyond the limit', () => {
  const all = stores([YARDSTICK, 1, 1, 1], ['rooms', 1, 1, 1.6], ['bookings', 1, 1, 1.5]);
  const growths = growthOf(all, YARDSTICK);
  expect(summaryOf(growths)).toBe('2 of 3 rows are within 1.5 ×; not: rooms (1.60).');
  expect(summaryOf(growths.filter(({ isWithinLimit }) => isWithinLimit))).toBe(
    '2 of 2 rows are within 1.5 ×.',
  );
});
