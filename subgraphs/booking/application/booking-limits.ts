const DAY_MS = 24 * 3_600_000;

/** How much one customer may ask for. */
export type BookingLimits = {
  /** How far ahead of the request a slot may end, in milliseconds. */
  readonly horizonMs: number;
  /** A customer with this many declined payments has to wait. */
  readonly mostDeclines: number;
  /** How long a declined payment counts, in milliseconds. */
  readonly declinesWithinMs: number;
};

/** Two years; five declined payments in ten minutes. */
export const BOOKING_LIMITS: BookingLimits = {
  horizonMs: 730 * DAY_MS,
  mostDeclines: 5,
  declinesWithinMs: 600_000,
};
