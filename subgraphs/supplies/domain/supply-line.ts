/** So many of one thing. */
export type SupplyLine = { readonly name: string; readonly quantity: number };

export const LONGEST_NAME = 200;
export const LARGEST_QUANTITY = 1_000_000;
/** Different supplies that one room may have: an event carries all of them. */
export const MOST_SUPPLIES = 500;

/** Whether two names are the same to people: capitals and ways of encoding a letter do not count. */
export function isSameName(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}

/** One line for each name: quantities of the same thing are added up. */
export function mergeLines(lines: readonly SupplyLine[]): readonly SupplyLine[] {
  const merged = new Map<string, SupplyLine>();
  for (const line of lines) {
    const key = nameKey(line.name);
    const earlier = merged.get(key);
    const quantity = Math.min((earlier?.quantity ?? 0) + line.quantity, LARGEST_QUANTITY);
    merged.set(key, { name: earlier?.name ?? line.name, quantity });
  }
  return [...merged.values()];
}

/** The place of the first line whose name an earlier one has; -1 when there is none. */
export function indexOfRepeated(lines: readonly SupplyLine[]): number {
  const seen = new Set<string>();
  return lines.findIndex(({ name }) => {
    const key = nameKey(name);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
