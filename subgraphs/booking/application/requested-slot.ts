import { addMilliseconds, type Instant } from '../../../platform/decisions/values.ts';
import { type InputProblem, inputProblem, parseInstant, problemsIn } from '../../../platform/input.ts';
import { type Slot, type SlotFault, slotFaults, slotFrom } from '../domain/slot.ts';

const DEFAULT_LENGTH_MS = 3_600_000;

const PROBLEMS: Readonly<Record<Exclude<SlotFault, 'TooFarAhead'>, InputProblem>> = {
  InThePast: inputProblem('slot.start', 'IN_THE_PAST', 'The slot starts in the past: choose a later start.'),
  Reversed: inputProblem('slot.end', 'REVERSED', 'The end is not after the start: choose a later end.'),
  TooShort: inputProblem('slot.end', 'TOO_SHORT', 'The slot is too short: book at least 5 minutes.'),
  TooLong: inputProblem('slot.end', 'TOO_LONG', 'The slot is too long: book at most 30 days.'),
};

/**
 * Reads the requested slot: the hour from now when left out.
 *
 * @param requested start and end as the client sends them
 * @param horizonMs how far ahead a slot may end, in milliseconds
 * @returns the slot, or what is wrong with it
 */
export function requestedSlot(
  requested: { readonly start: string; readonly end: string } | null | undefined,
  now: Instant,
  horizonMs: number,
): Slot | readonly InputProblem[] {
  if (!requested) return slotFrom(now, DEFAULT_LENGTH_MS);
  const start = parseInstant(requested.start);
  const end = parseInstant(requested.end);
  if (start === undefined || end === undefined) {
    return problemsIn(
      start === undefined ? malformed('slot.start', '2030-05-01T09:00:00Z') : undefined,
      end === undefined ? malformed('slot.end', '2030-05-01T10:00:00Z') : undefined,
    );
  }
  const slot = { start, end };
  const last = addMilliseconds(now, horizonMs);
  const faults = slotFaults(slot, now, last);
  return faults.length > 0
    ? faults.map((fault) => (fault === 'TooFarAhead' ? tooFarAhead(last) : PROBLEMS[fault]))
    : slot;
}

function tooFarAhead(last: Instant): InputProblem {
  return inputProblem(
    'slot.end',
    'TOO_FAR_AHEAD',
    `The slot is too far ahead: choose one that ends by ${last}.`,
  );
}

/** Tells the slot from what is wrong with it. */
export function isSlot(read: Slot | readonly InputProblem[]): read is Slot {
  return 'start' in read;
}

function malformed(field: string, example: string): InputProblem {
  return inputProblem(field, 'MALFORMED', `Give an RFC 3339 instant, such as ${example}.`);
}
