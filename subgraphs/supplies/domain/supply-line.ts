import { foldText } from '../../../platform/text/fold.ts';

/** A quantity of one thing. */
export type SupplyLine = { readonly name: string; readonly quantity: number };

export const LONGEST_NAME = 200;
export const LARGEST_QUANTITY = 1_000_000;
/** The most supplies of a room: each event carries all of them. */
export const MOST_SUPPLIES = 500;
/** The most bytes of UTF-8 of all names of a room's supplies: an event has to fit into a message. */
export const MOST_NAME_BYTES = 500_000;

/** One line per name, with the sum of the quantities, at most `LARGEST_QUANTITY`. */
export function mergeLines(lines: readonly SupplyLine[]): readonly SupplyLine[] {
  const merged = new Map<string, SupplyLine>();
  for (const line of lines) {
    const key = foldText(line.name);
    const earlier = merged.get(key);
    const quantity = Math.min((earlier?.quantity ?? 0) + line.quantity, LARGEST_QUANTITY);
    merged.set(key, { name: earlier?.name ?? line.name, quantity });
  }
  return [...merged.values()];
}
