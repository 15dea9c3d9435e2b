import { type AmountFault, amountFault, payableAmounts } from '../../../platform/card-amounts.ts';
import { decimalOf } from '../../../platform/currency.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Money } from '../../../platform/decisions/values.ts';
import { type InvalidInput, invalid } from '../../../platform/input.ts';
import { priceOf } from '../domain/price.ts';
import type { Slot } from '../domain/slot.ts';

/**
 * The payment provider refuses the payment itself: no card can pay it. Nothing is held and nothing is
 * charged.
 */
export type PaymentRefused = {
  readonly kind: 'PaymentRefused';
  /** The provider's code for the reason. */
  readonly code: string;
};

/** The price of a slot, or why no card can pay it. */
export function payablePrice(slot: Slot, hourlyRate: Money): Money | InvalidInput {
  const price = priceOf(slot, hourlyRate);
  if (!price) return invalidAmount('TooLarge', hourlyRate.currency);
  const fault = amountFault(price);
  return fault ? invalidAmount(fault, price.currency) : price;
}

/**
 * The outcome of a payment that the provider has refused, although its documented bounds allow the price.
 *
 * @param code the provider's code; null when it gave none
 */
export function refusalOf(code: string | null): InvalidInput | PaymentRefused {
  switch (code) {
    case 'amount_too_small':
      return tooSmall();
    case 'amount_too_large':
      return tooLarge();
    default:
      return { kind: 'PaymentRefused', code: code ?? 'unknown' };
  }
}

function invalidAmount(fault: AmountFault, currency: string): InvalidInput {
  const payable = payableAmounts(currency);
  switch (fault) {
    case 'TooSmall':
      return tooSmall(payable && { amount: payable.least, currency });
    case 'TooLarge':
      return tooLarge(payable && { amount: payable.most, currency });
    case 'CurrencyNotTaken':
      return invalid(
        'roomId',
        'UNKNOWN',
        `No card can pay in ${currency}: the host of the room has to set another price.`,
      );
    default:
      return unreachable(fault);
  }
}

function tooSmall(least?: Money): InvalidInput {
  const bound = least ? `; the least amount is ${text(least)}` : '';
  return invalid(
    'slot',
    'TOO_SMALL',
    `The price of this slot is too small to be paid by card: book a longer slot${bound}.`,
  );
}

function tooLarge(most?: Money): InvalidInput {
  const bound = most ? `; the largest amount is ${text(most)}` : '';
  return invalid(
    'slot',
    'TOO_LARGE',
    `The price of this slot is too large to be paid by card: book a shorter slot${bound}.`,
  );
}

function text(money: Money): string {
  return `${decimalOf(money)} ${money.currency}`;
}
