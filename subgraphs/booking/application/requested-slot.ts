import type { Instant } from '../../../platform/decisions/values.ts';
import { type InvalidInput, invalid, parseInstant } from '../../../platform/input.ts';
import { type Slot, type SlotFault, slotFault, slotFrom } from '../domain/slot.ts';

const DEFAULT_LENGTH_MS = 3_600_000;

const INVALID_SLOTS: Readonly<Record<SlotFault, InvalidInput>> = {
  InThePast: invalid('slot.start', 'The slot starts in the past: choose a later start.'),
  Reversed: invalid('slot.end', 'The slot ends before it starts: choose a later end.'),
  TooShort: invalid('slot.end', 'The slot is too short: book at least 5 minutes.'),
  TooLong: invalid('slot.end', 'The slot is too long: book at most 30 days.'),
};

/**
 * Reads the requested slot: the hour from now when left out.
 *
 * @param requested start and end as the client sends them
 */
export function requestedSlot(
  requested: { readonly start: string; readonly end: string } | null | undefined,
  now: Instant,
): Slot | InvalidInput {
  if (!requested) return slotFrom(now, DEFAULT_LENGTH_MS);
  const start = parseInstant(requested.start);
  if (!start) return invalid('slot.start', 'Give an RFC 3339 instant, such as 2030-05-01T09:00:00Z.');
  const end = parseInstant(requested.end);
  if (!end) return invalid('slot.end', 'Give an RFC 3339 instant, such as 2030-05-01T10:00:00Z.');
  const slot = { start, end };
  const fault = slotFault(slot, now);
  return fault ? INVALID_SLOTS[fault] : slot;
}
