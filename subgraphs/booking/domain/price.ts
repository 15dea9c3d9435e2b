import type { Money } from '../../../platform/decisions/values.ts';
import { type Slot, slotLengthMs } from './slot.ts';

const HOUR_MS = 3_600_000n;

/** The largest amount that fits into GraphQL's `Int`. */
export const LARGEST_AMOUNT = 2_147_483_647;

/**
 * The price of a slot: the hourly rate times its length, rounded up to the minor unit. It is computed with
 * integers: a floating point product may be just above a whole minor unit and would be rounded up.
 */
export function priceOf(slot: Slot, hourlyRate: Money): Money {
  const product = BigInt(hourlyRate.amount) * BigInt(slotLengthMs(slot));
  return { amount: Number((product + HOUR_MS - 1n) / HOUR_MS), currency: hourlyRate.currency };
}
