import { FORMER_NAMES, ZONES } from './time-zone-names.ts';

/** The names that are given out, by all names in small letters. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...ZONES.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(FORMER_NAMES).flatMap(([name, formerNames]) =>
    formerNames.map((former) => [former.toLowerCase(), name] as const),
  ),
]);

/**
 * The name of a time zone as the IANA database writes it today, whichever of its names is given, in any case:
 * `europe/berlin` is Europe/Berlin and `Asia/Calcutta` is Asia/Kolkata. Undefined for any other text, such as
 * an offset, or an abbreviation that IANA does not have, which engines read in ways of their own.
 */
export function parseTimeZone(text: string): string | undefined {
  return NAMES.get(text.trim().toLowerCase());
}
