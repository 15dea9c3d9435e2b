import { addMilliseconds, type Instant, type Money } from '../../../platform/decisions/values.ts';
import { isSamePrice, RATE_HONOURED_MS } from '../domain/price.ts';
import type { Slot } from '../domain/slot.ts';
import { payablePrice } from './payable-price.ts';
import type { Dependencies } from './ports.ts';

/** The price is another one than the customer has seen. */
export type PriceChanged = {
  readonly kind: 'PriceChanged';
  readonly expected: Money;
  readonly actual: Money;
};

type Asked = {
  readonly roomId: string;
  readonly slot: Slot;
  /** The price of the slot now. */
  readonly price: Money;
  /** The price that the customer has seen; undefined for any. */
  readonly expected: Money | undefined;
  readonly now: Instant;
};

/**
 * Returns the function that agrees on the price of a slot: what the customer has seen, if it is the price now
 * or was it lately. What the room cost lately is known without any quote being kept, so that quotes cost
 * nothing, however many are asked for.
 */
export function createAgreedPrice({ rooms }: Pick<Dependencies, 'rooms'>) {
  return async ({ roomId, slot, price, expected, now }: Asked): Promise<Money | PriceChanged> => {
    if (!expected || isSamePrice(expected, price)) return price;
    const rates = await rooms.formerRates(roomId, addMilliseconds(now, -RATE_HONOURED_MS));
    const isGood = rates.some((rate) => {
      const former = payablePrice(slot, rate);
      return !('kind' in former) && isSamePrice(former, expected);
    });
    return isGood ? expected : { kind: 'PriceChanged', expected, actual: price };
  };
}
