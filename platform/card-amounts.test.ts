import { describe, expect, test } from 'vitest';
import { amountFault, fromCardUnits, payableAmounts, toCardUnits } from './card-amounts.ts';
import { CARD_CURRENCIES } from './card-currencies.ts';

const CODES = [...CARD_CURRENCIES.keys()];

describe("the provider's units", () => {
  test.each([
    ['5,000 krónur are 500,000', 5_000, 'ISK', 500_000],
    ['5 shillings are 500', 5, 'UGX', 500],
    ['50,000.00 ariary are 50,000', 5_000_000, 'MGA', 50_000],
    ['5.120 dinars are 5,120', 5_120, 'KWD', 5_120],
    ['12,000 won are 12,000', 12_000, 'KRW', 12_000],
    ['500 yen are 500', 500, 'JPY', 500],
    ['12.50 dollars are 1,250', 1_250, 'USD', 1_250],
    ['175.00 forint are 17,500', 17_500, 'HUF', 17_500],
    ['800.45 Taiwan dollars are 80,045', 80_045, 'TWD', 80_045],
  ])('%s', (_title, amount, currency, units) => {
    expect(toCardUnits({ amount, currency })).toBe(units);
    expect(fromCardUnits(units, currency.toLowerCase())).toEqual({ amount, currency });
  });

  test.each([
    ['three decimals whose last digit is not 0', 5_124, 'KWD'],
    ['a part of an ariary', 5_020, 'MGA'],
    ['a currency that the provider does not take', 100, 'LYD'],
    ['an amount whose units are no safe integer', Number.MAX_SAFE_INTEGER, 'ISK'],
  ])('cannot express %s', (_title, amount, currency) => {
    expect(toCardUnits({ amount, currency })).toBeUndefined();
  });

  test.each(CODES)('%s: what can be paid comes back as it was', (currency) => {
    const payable = payableAmounts(currency);
    if (!payable) throw new Error('it is taken');
    const { step, least, most } = payable;
    for (const amount of [least, least + step, most - step, most]) {
      const units = toCardUnits({ amount, currency });
      if (units === undefined) throw new Error(`${amount} cannot be expressed`);
      expect(fromCardUnits(units, currency)).toEqual({ amount, currency });
    }
  });

  test('a refund in a currency that has left the list keeps its number', () => {
    expect(fromCardUnits(1_250, 'hrk')).toEqual({ amount: 1_250, currency: 'HRK' });
  });
});

describe('amounts that cards can pay', () => {
  test.each([
    [49, 'USD', 'TooSmall'],
    [50, 'USD', undefined],
    [99_999_999, 'USD', undefined],
    [100_000_000, 'USD', 'TooLarge'],
    [49, 'KRW', 'TooSmall'],
    [99_999_999, 'KRW', undefined],
    [17_499, 'HUF', 'TooSmall'],
    [999_999_999_999, 'IDR', undefined],
    [1_000_000_000_000, 'IDR', 'TooLarge'],
    [9_999_999_999, 'COP', undefined],
    [999_999, 'ISK', undefined],
    [1_000_000, 'ISK', 'TooLarge'],
    [99, 'MGA', 'TooSmall'],
    [9_999_999_900, 'MGA', undefined],
    [9, 'BHD', 'TooSmall'],
    [99_999_990, 'BHD', undefined],
    [100, 'LYD', 'CurrencyNotTaken'],
    [0, 'USD', undefined],
    [0, 'LYD', undefined],
  ] as const)('%i minor units of %s: %s', (amount, currency, fault) => {
    expect(amountFault({ amount, currency })).toBe(fault);
  });

  test('the steps are those in which the provider counts', () => {
    expect(['USD', 'ISK', 'UGX', 'MGA', 'KWD', 'HUF'].map((code) => payableAmounts(code)?.step)).toEqual([
      1, 1, 1, 100, 10, 1,
    ]);
  });
});
