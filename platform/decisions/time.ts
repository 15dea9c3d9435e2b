/**
 * An instant: RFC 3339 in UTC with milliseconds, as `Date.toISOString()` writes it. Such texts sort as the
 * instants do.
 */
export type Instant = string;

/** Tells the time. Use cases read it for their commands; decisions take it from the command. */
export type Clock = () => Instant;

/** The instant that is so many milliseconds later, or earlier when the number is negative. */
export function addMilliseconds(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
