import { type InvalidInput, invalid } from '../outcomes.ts';

/**
 * What is wrong with a number that must be whole and within bounds, both included; undefined when nothing is.
 */
export function rangeFault(field: string, value: number, from: number, to: number): InvalidInput | undefined {
  if (Number.isInteger(value) && value >= from && value <= to) return undefined;
  return invalid(field, `Give a whole number from ${from} to ${to}.`);
}
