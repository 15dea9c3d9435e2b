import { payableAmounts } from '../../../platform/card-amounts.ts';
import { addMilliseconds, type Instant, type Money } from '../../../platform/decisions/values.ts';
import { type Slot, slotLengthMs } from './slot.ts';

const HOUR_MS = 3_600_000n;

/** The largest amount of `MinorUnits`. */
export const LARGEST_AMOUNT = Number.MAX_SAFE_INTEGER;

/**
 * The price of a slot: the hourly rate times its length, rounded up to the minor unit, or to the step in
 * which cards pay the currency; undefined when it exceeds the largest amount. It is computed with integers: a
 * floating point product may be just above a whole minor unit and would be rounded up.
 */
export function priceOf(slot: Slot, { amount, currency }: Money): Money | undefined {
  const product = BigInt(amount) * BigInt(slotLengthMs(slot));
  const step = BigInt(payableAmounts(currency)?.step ?? 1);
  const price = dividedUp(dividedUp(product, HOUR_MS), step) * step;
  return price > LARGEST_AMOUNT ? undefined : { amount: Number(price), currency };
}

function dividedUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

const PRICE_GOOD_MS = 10 * 60_000;

/**
 * How long a rate is honoured after it was replaced, in milliseconds: a minute more than is said, because
 * requests take time.
 */
export const RATE_HONOURED_MS = PRICE_GOOD_MS + 60_000;

/** Until when a price is good that is named at an instant, whatever the room costs by then. */
export function goodUntil(named: Instant): Instant {
  return addMilliseconds(named, PRICE_GOOD_MS);
}

export function isSamePrice(one: Money, other: Money): boolean {
  return one.amount === other.amount && one.currency === other.currency;
}
