import { CARD_CURRENCIES, type CardCurrency } from './card-currencies.ts';
import { decimalsOf } from './currency.ts';
import type { Money } from './decisions/values.ts';

/** Why no card can pay an amount. */
export type AmountFault = 'TooSmall' | 'TooLarge' | 'CurrencyNotTaken';

/** The amounts that cards can pay, in minor units by ISO 4217: multiples of `step` from `least` to `most`. */
export type PayableAmounts = { readonly step: number; readonly least: number; readonly most: number };

/** The amounts of a currency that cards can pay; undefined for a currency in which they cannot be charged. */
export function payableAmounts(currency: string): PayableAmounts | undefined {
  const card = CARD_CURRENCIES.get(currency);
  if (!card) return undefined;
  // Where the provider's unit is larger than the minor unit, an amount is a multiple of that unit.
  const inMinorUnits = (units: number) => fromUnits(units, currency, card);
  const step = Math.max(1, Math.ceil(inMinorUnits(card.step)));
  return { step, least: upTo(step, inMinorUnits(card.least)), most: downTo(step, inMinorUnits(card.most)) };
}

/** Why no card can pay an amount; undefined when one can, and for an amount of 0, which needs no card. */
export function amountFault({ amount, currency }: Money): AmountFault | undefined {
  if (amount === 0) return undefined;
  const payable = payableAmounts(currency);
  if (!payable) return 'CurrencyNotTaken';
  if (amount < payable.least) return 'TooSmall';
  return amount > payable.most ? 'TooLarge' : undefined;
}

/**
 * An amount in the provider's units; undefined when these cannot express it, or the provider does not take
 * the currency.
 */
export function toCardUnits({ amount, currency }: Money): number | undefined {
  const card = CARD_CURRENCIES.get(currency);
  if (!card) return undefined;
  const units = scaled(amount, card.decimals - decimalsOf(currency));
  return Number.isSafeInteger(units) && units % card.step === 0 ? units : undefined;
}

/**
 * The amount of a number of the provider's units. A currency that is not taken any more has the same units.
 */
export function fromCardUnits(units: number, currency: string): Money {
  const code = currency.toUpperCase();
  const card = CARD_CURRENCIES.get(code);
  return { amount: card ? Math.round(fromUnits(units, code, card)) : units, currency: code };
}

function fromUnits(units: number, currency: string, { decimals }: CardCurrency): number {
  return scaled(units, decimalsOf(currency) - decimals);
}

/**
 * An amount times a power of ten. Only whole numbers multiply and divide, so that whole results are exact.
 */
function scaled(amount: number, power: number): number {
  return power < 0 ? amount / 10 ** -power : amount * 10 ** power;
}

function upTo(step: number, amount: number): number {
  return Math.ceil(amount / step) * step;
}

function downTo(step: number, amount: number): number {
  return Math.floor(amount / step) * step;
}
