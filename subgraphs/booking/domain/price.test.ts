import { expect, test } from 'vitest';
import { LARGEST_AMOUNT, priceOf } from './price.ts';
import { LONGEST_SLOT_MS, slotFrom } from './slot.ts';

const NOON = '2030-05-01T12:00:00.000Z';
const MINUTE = 60_000;

test.each<[string, number, number, number]>([
  ['a whole hour costs the rate', 60 * MINUTE, 1_500, 1_500],
  ['half an hour costs half, without rounding', 30 * MINUTE, 1_500, 750],
  ['a third of a minor unit is a whole one', 20 * MINUTE, 1, 1],
  ['just above a whole amount is rounded up', 60 * MINUTE + 1, 100, 101],
  ['just below a whole amount is rounded up to it', 60 * MINUTE - 1, 100, 100],
  // 0.07 × 100 is 7.000000000000001 in floating point, and would be rounded up to 8.
  ['a product that floating point gets wrong', 4.2 * MINUTE, 100, 7],
  ['a free room is free', 60 * MINUTE, 0, 0],
  // Rate × milliseconds is far above what a double holds.
  ['thirty days at a high rate are exact', LONGEST_SLOT_MS, 12_509_992_005_195, 9_007_194_243_740_400],
  ['and a millisecond less is not', LONGEST_SLOT_MS - 1, 12_509_992_005_195, 9_007_194_240_265_403],
  ['an hour at the highest rate', 60 * MINUTE, LARGEST_AMOUNT, LARGEST_AMOUNT],
])('%s', (_name, lengthMs, rate, amount) => {
  expect(priceOf(slotFrom(NOON, lengthMs), { amount: rate, currency: 'KRW' })).toEqual({
    amount,
    currency: 'KRW',
  });
});

test.each([
  ['five dinars and a bit', 'KWD', 60 * MINUTE, 5_121, 5_130],
  ['a step is not left', 'KWD', 30 * MINUTE, 10_240, 5_120],
  ['the step counts, not the minor unit', 'BHD', MINUTE, 1, 10],
  ['ariary are whole', 'MGA', 30 * MINUTE, 100_100, 50_100],
  ['krónur are whole already', 'ISK', 30 * MINUTE, 5_001, 2_501],
])('a price is rounded up to the step in which cards pay: %s', (_name, currency, lengthMs, rate, amount) => {
  expect(priceOf(slotFrom(NOON, lengthMs), { amount: rate, currency })).toEqual({ amount, currency });
});

test('a price above the largest amount is none', () => {
  const rate = { amount: LARGEST_AMOUNT, currency: 'KRW' };
  expect(priceOf(slotFrom(NOON, 60 * MINUTE + 1), rate)).toBeUndefined();
});
