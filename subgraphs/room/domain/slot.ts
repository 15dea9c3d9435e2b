import type { Instant } from '../../../platform/decisions/values.ts';

/** A half-open interval [start, end). */
export type Slot = { readonly start: Instant; readonly end: Instant };

export function covers({ start, end }: Slot, at: Instant): boolean {
  return start <= at && at < end;
}

export function hasPassed({ end }: Slot, at: Instant): boolean {
  return end <= at;
}
