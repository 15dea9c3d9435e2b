import { describe, expect, test } from 'vitest';
import { decimalOf, isCurrency } from './currency.ts';

test.each([
  [1_250, 'USD', '12.50'],
  [5, 'USD', '0.05'],
  [0, 'USD', '0.00'],
  [-1_205, 'EUR', '-12.05'],
  [-5, 'EUR', '-0.05'],
  [12_000, 'KRW', '12000'],
  [12_345, 'BHD', '12.345'],
  // ICU has 0 decimals for these, ISO 4217 has 2.
  [12_345, 'HUF', '123.45'],
  [12_345, 'IDR', '123.45'],
  [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91'],
  [Number.MAX_SAFE_INTEGER, 'JPY', '9007199254740991'],
])('%i minor units of %s are %s', (amount, currency, decimal) => {
  expect(decimalOf({ amount, currency })).toBe(decimal);
});

test('an unknown currency has two decimals', () => {
  expect(decimalOf({ amount: 1_250, currency: 'ZZZ' })).toBe('12.50');
});

describe('codes in force', () => {
  test.each(['KRW', 'USD', 'EUR', 'HUF', 'ISK', 'MGA', 'KWD', 'TND', 'XOF', 'XCG', 'SLE'])(
    '%s is taken',
    (code) => {
      expect(isCurrency(code)).toBe(true);
    },
  );

  test.each([
    [
      'has left ISO 4217',
      ['HRK', 'ANG', 'CUC', 'BGN', 'LTL', 'EEK', 'STD', 'MRO', 'VEF', 'ZWL', 'SLL', 'BYR'],
    ],
    [
      'is no money that people pay with',
      ['XDR', 'XAU', 'XAG', 'XTS', 'XXX', 'XSU', 'XUA', 'CHE', 'CLF', 'USN', 'UYI'],
    ],
    ['is not taken by the provider', ['CUP', 'IRR', 'KPW', 'LYD', 'IQD', 'SYP', 'SDG']],
    ['is no code', ['krw', 'ZZZ', '', 'US', 'USDT']],
  ])('what %s is no currency here', (_why, codes) => {
    expect(codes.filter(isCurrency)).toEqual([]);
  });
});
