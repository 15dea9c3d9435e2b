import { CARD_CURRENCIES, type CardCurrency } from '../../../platform/card-currencies.ts';
import { type Failure, invalidRequest } from './failure.ts';

/** How the provider counts a currency; undefined for one that it does not take. @param code in any case */
export function cardCurrency(code: string): CardCurrency | undefined {
  return CARD_CURRENCIES.get(code.toUpperCase());
}

/** Why an amount cannot be charged; undefined when it can. Each currency has its own bounds. */
export function chargeFailure(amount: number, currency: string): Failure | undefined {
  const card = cardCurrency(currency);
  const code = currency.toUpperCase();
  if (card && amount < card.least)
    return invalidRequest(`Amount must be at least ${card.least} ${code} in minor units.`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  if (card && amount > card.most)
    return invalidRequest(`Amount must be no more than ${card.most} ${code} in minor units.`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  return stepFailure(amount, currency, 'amount');
}

/** Why an amount is not one in which the currency is counted; undefined when it is. */
export function stepFailure(amount: number, currency: string, param: string): Failure | undefined {
  const { step } = cardCurrency(currency) ?? { step: 1 };
  if (amount % step === 0) return undefined;
  const message = `The amount must be evenly divisible by ${step} in ${currency.toUpperCase()}.`;
  return invalidRequest(message, { code: 'invalid_charge_amount', param });
}
