import type { Slot } from '../snapshot.ts';

/**
 * The pairs that overlap: each later item with the earlier one that ends last. None is found if, and only if,
 * no two of them overlap.
 *
 * @param items in any order; adjacent ones do not overlap
 */
export function overlaps<T extends { readonly slot: Slot }>(
  items: readonly T[],
): readonly (readonly [T, T])[] {
  const pairs: (readonly [T, T])[] = [];
  let last: T | undefined;
  for (const item of items.toSorted((a, b) => (a.slot.start < b.slot.start ? -1 : 1))) {
    if (last && item.slot.start < last.slot.end) pairs.push([last, item]);
    if (!last || item.slot.end > last.slot.end) last = item;
  }
  return pairs;
}
