/** An instant: RFC 3339 in UTC with milliseconds, as `Date.toISOString()` writes it. Such texts sort as the instants do. */
export type Instant = string;

/** A half-open interval [start, end). */
export type Slot = { readonly start: Instant; readonly end: Instant };

export function covers({ start, end }: Slot, at: Instant): boolean {
  return start <= at && at < end;
}

export function hasPassed({ end }: Slot, at: Instant): boolean {
  return end <= at;
}
