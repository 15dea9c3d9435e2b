import type { Logger } from '../telemetry/logger.ts';
import type { Environment } from './environment.ts';
import { fileVariableOf } from './secret-files.ts';

export type Misspelled = { readonly name: string; readonly meant: string };

/** Shorter names resemble others by chance. */
const SHORTEST = 6;
/** Names from this length on may differ in two places. */
const LONG = 9;

/**
 * Variables that are no setting and look like the misspelled name of one.
 *
 * @param known the names of all settings
 */
export function misspelledIn(source: Environment, known: readonly string[]): readonly Misspelled[] {
  const names = new Set([...known, ...known.map(fileVariableOf)]);
  const unset = known.filter((name) => name.length >= SHORTEST && name.includes('_') && !source[name]);
  return Object.keys(source).flatMap((name) => {
    if (names.has(name)) return [];
    const meant = unset.find((each) => distance(name, each) <= (each.length < LONG ? 1 : 2));
    return meant === undefined ? [] : [{ name, meant }];
  });
}

/** Logs a warning for each. */
export function warnAboutMisspelled(source: Environment, known: readonly string[], log: Logger): void {
  for (const each of misspelledIn(source, known)) log.warn(each, misspelledText(each));
}

/** The sentence for the person who set it. */
export function misspelledText({ name, meant }: Misspelled): string {
  return `${name} is no setting and has no effect: did you mean ${meant}?`;
}

/**
 * The number of insertions, deletions, replacements and swaps of neighbours that make one text from another
 * (optimal string alignment). 3 stands for any number above 2.
 */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const above = rows[i - 1] ?? [];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + cost,
          isSwap ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...row) > 2) return 3;
    rows.push(row);
  }
  return Math.min(3, rows.at(-1)?.at(-1) ?? 3);
}
