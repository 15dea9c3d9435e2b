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
