import currencyCodes from 'currency-codes';
import type { Money } from './decisions/values.ts';

/**
 * The number of decimals of each currency in use, from the list of ISO 4217's maintenance agency. Intl has
 * other numbers for some of them, such as 0 for the Hungarian forint: those that people use in cash.
 */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  currencyCodes.data.map(({ code, digits }) => [code, digits]),
);

/** True for an alphabetic currency code of ISO 4217. */
export function isCurrency(code: string): boolean {
  return DECIMALS.has(code);
}

/**
 * An amount in major units, such as "12.50", with as many decimals as ISO 4217 gives the currency. A currency
 * that has left the list since the amount was stored counts as one of two decimals, as most have.
 */
export function decimalOf({ amount, currency }: Money): string {
  const decimals = DECIMALS.get(currency) ?? 2;
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
