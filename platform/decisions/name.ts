/**
 * The form in which names are compared: upper and lower case and compatibility variants of a character are
 * equal.
 */
export function foldName(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

/** The index of the first name that equals an earlier one; -1 when all differ. */
export function indexOfRepeatedName(names: readonly string[]): number {
  const seen = new Set<string>();
  return names.map(foldName).findIndex((name) => {
    if (seen.has(name)) return true;
    seen.add(name);
    return false;
  });
}
