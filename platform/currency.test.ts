import { expect, test } from 'vitest';
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

test('a currency is known by its code in capital letters', () => {
  expect(['KRW', 'USD', 'HUF', 'krw', 'ZZZ', ''].map(isCurrency)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
