import type { Instant } from '../../../platform/decisions/time.ts';

/** A half-open interval [start, end). */
export type Slot = { readonly start: Instant; readonly end: Instant };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const SHORTEST_SLOT_MS = 5 * MINUTE_MS;
export const LONGEST_SLOT_MS = 30 * DAY_MS;
/** A start that has just passed is taken for "now": clocks differ, and requests travel. */
export const START_GRACE_MS = MINUTE_MS;

/** Later ones have five digits in the year: they sort differently, and PostgreSQL does not read them. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** What is wrong with a slot that somebody asks for. */
export type SlotFault = 'InThePast' | 'Reversed' | 'TooShort' | 'TooLong';

export function slotLengthMs({ start, end }: Slot): number {
  return Date.parse(end) - Date.parse(start);
}

/** The slot of the given length that begins at an instant; a shorter one where the calendar ends before that. */
export function slotFrom(start: Instant, lengthMs: number): Slot {
  return { start, end: new Date(Math.min(Date.parse(start) + lengthMs, LAST_MS)).toISOString() };
}

/** Checks a slot that somebody asks for at an instant; undefined when nothing is wrong with it. */
export function slotFault(slot: Slot, now: Instant): SlotFault | undefined {
  const length = slotLengthMs(slot);
  if (length <= 0) return 'Reversed';
  if (length < SHORTEST_SLOT_MS) return 'TooShort';
  if (length > LONGEST_SLOT_MS) return 'TooLong';
  if (Date.parse(slot.start) < Date.parse(now) - START_GRACE_MS) return 'InThePast';
  return undefined;
}

/**
 * The gaps that taken slots leave inside an interval.
 *
 * @param taken slots that do not overlap each other, sorted by their start; they may reach out of the interval
 */
export function gapsBetween(taken: readonly Slot[], interval: Slot): readonly Slot[] {
  const gaps: Slot[] = [];
  let free = interval.start;
  for (const { start, end } of taken) {
    if (start > free) gaps.push({ start: free, end: start < interval.end ? start : interval.end });
    if (end > free) free = end;
    if (free >= interval.end) return gaps;
  }
  if (free < interval.end) gaps.push({ start: free, end: interval.end });
  return gaps;
}
