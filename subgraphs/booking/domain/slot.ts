import type { Instant } from '../../../platform/decisions/values.ts';

/** A half-open interval [start, end). */
export type Slot = { readonly start: Instant; readonly end: Instant };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const SHORTEST_SLOT_MS = 5 * MINUTE_MS;
export const LONGEST_SLOT_MS = 30 * DAY_MS;
/** How many free slots are told at once. */
export const MOST_FREE_SLOTS = 400;
/** How far in the past a start may be: clocks differ, and requests take time. */
export const START_GRACE_MS = MINUTE_MS;

/** Later years have five digits: they sort differently, and PostgreSQL does not read them. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Why a requested slot is invalid. */
export type SlotFault = 'InThePast' | 'Reversed' | 'TooShort' | 'TooLong' | 'TooFarAhead';

export function slotLengthMs({ start, end }: Slot): number {
  return Date.parse(end) - Date.parse(start);
}

/** The slot of a length that starts at an instant; shorter when it would end after the year 9999. */
export function slotFrom(start: Instant, lengthMs: number): Slot {
  return { start, end: new Date(Math.min(Date.parse(start) + lengthMs, LAST_MS)).toISOString() };
}

/**
 * Checks a slot that is requested at an instant. A valid one has no faults; the start's come first.
 *
 * @param last until when bookings are taken
 */
export function slotFaults(slot: Slot, now: Instant, last: Instant): readonly SlotFault[] {
  const isPast = Date.parse(slot.start) < Date.parse(now) - START_GRACE_MS;
  const lengthFault = faultOfLength(slotLengthMs(slot));
  const isTooFar = Date.parse(slot.end) > Date.parse(last);
  return [
    ...(isPast ? ['InThePast' as const] : []),
    ...(lengthFault ? [lengthFault] : []),
    ...(isTooFar && !lengthFault ? ['TooFarAhead' as const] : []),
  ];
}

function faultOfLength(length: number): SlotFault | undefined {
  if (length <= 0) return 'Reversed';
  if (length < SHORTEST_SLOT_MS) return 'TooShort';
  if (length > LONGEST_SLOT_MS) return 'TooLong';
  return undefined;
}

/** The part of an interval up to an instant, which may lie after the year 9999. */
export function upTo({ start, end }: Slot, last: Instant): Slot {
  return { start, end: Date.parse(end) > Date.parse(last) ? last : end };
}

/** When bookings are taken: from now on, up to the last instant at which a slot may end. */
export type BookingPeriod = { readonly now: Instant; readonly last: Instant };

/**
 * The slots that can be booked now inside an interval: the gaps between taken slots, without what is past,
 * too far ahead or too short. A gap that is longer than a slot may be comes in parts of the same length.
 *
 * @param taken as for `gapsBetween`
 */
export function bookableGaps(
  taken: readonly Slot[],
  { start, end }: Slot,
  { now, last }: BookingPeriod,
): readonly Slot[] {
  const rest = upTo({ start: start < now ? now : start, end }, last);
  if (rest.start >= rest.end) return [];
  return gapsBetween(taken, rest).flatMap(bookableParts);
}

/** The first of them, as many as are told at once. */
export function firstBookableGaps(
  taken: readonly Slot[],
  interval: Slot,
  period: BookingPeriod,
): readonly Slot[] {
  return bookableGaps(taken, interval, period).slice(0, MOST_FREE_SLOTS);
}

function bookableParts(gap: Slot): readonly Slot[] {
  const length = slotLengthMs(gap);
  if (length < SHORTEST_SLOT_MS) return [];
  const count = Math.ceil(length / LONGEST_SLOT_MS);
  const boundary = (part: number) =>
    new Date(Date.parse(gap.start) + Math.round((part * length) / count)).toISOString();
  return Array.from({ length: count }, (_, part) => ({ start: boundary(part), end: boundary(part + 1) }));
}

/**
 * The gaps between taken slots inside an interval.
 *
 * @param taken slots that do not overlap each other, ordered by their start; they may exceed the interval
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
