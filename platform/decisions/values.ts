/**
 * An instant: RFC 3339 in UTC with milliseconds, as `Date.toISOString()` writes it. Such texts sort as the
 * instants do.
 */
export type Instant = string;

/** Returns the current time. Use cases read it for their commands; decisions take it from the command. */
export type Clock = () => Instant;

/** The instant after a number of milliseconds; an earlier one when the number is negative. */
export function addMilliseconds(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

/** An amount in minor units of an ISO 4217 currency. */
export type Money = { readonly amount: number; readonly currency: string };

/**
 * The form in which names are compared: upper and lower case and compatibility variants of a character are
 * equal.
 */
export function foldName(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

/** The form in which texts are searched; a database's own would depend on its locale. */
export function foldText(text: string): string {
  return text.toLowerCase();
}

/** The indexes of the names that equal an earlier one. */
export function indexesOfRepeatedNames(names: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return names.map(foldName).flatMap((name, index) => {
    if (seen.has(name)) return [index];
    seen.add(name);
    return [];
  });
}
