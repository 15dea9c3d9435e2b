import currencyCodes from 'currency-codes';
import { CARD_CURRENCIES } from './card-currencies.ts';
import type { Money } from './decisions/values.ts';

/**
 * The number of decimals of each currency, from the list of ISO 4217's maintenance agency. Intl has other
 * numbers for some of them, such as 0 for the Hungarian forint: those that people use in cash. Codes that
 * have left the standard since are in it, because amounts in them are stored.
 */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  currencyCodes.data.map(({ code, digits }) => [code, digits]),
);

/** Most currencies have two decimals, also one that has come to the standard after the list above. */
const USUAL_DECIMALS = 2;

/** True for an alphabetic code of ISO 4217 that is in force and in which cards can be charged. */
export function isCurrency(code: string): boolean {
  return CARD_CURRENCIES.has(code);
}

/** The number of decimals of a currency by ISO 4217. */
export function decimalsOf(currency: string): number {
  return DECIMALS.get(currency) ?? USUAL_DECIMALS;
}

/** An amount in major units, such as "12.50", with as many decimals as ISO 4217 gives the currency. */
export function decimalOf({ amount, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
