import { isCurrency } from '../../../platform/currency.ts';
import type { Money } from '../../../platform/decisions/values.ts';
import {
  type InputProblem,
  ifPresent,
  inputProblem,
  lineProblem,
  namedItemsProblems,
  nameProblem,
  rangeProblem,
  textProblem,
  trimmedOrNull,
} from '../../../platform/input.ts';
import type { RoomDetails, SupplyLine } from '../domain/room.ts';

/**
 * A client's description of a room. Null means the same as left out, except for a detail that a room may
 * lack.
 */
export type RoomInput = {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly capacity?: number | null | undefined;
  readonly hourlyRate?: Money | null | undefined;
  readonly timeZone?: string | null | undefined;
};

export const LONGEST_NAME = 200;
export const LONGEST_LOCATION = 200;
export const LONGEST_DESCRIPTION = 5_000;
export const LARGEST_CAPACITY = 10_000;
export const LARGEST_RATE = 100_000_000_000;
const MOST_LINES = 200;
const LARGEST_QUANTITY = 1_000_000;

/** What is wrong with a room's description, in the order of the input's fields. */
export function roomInputProblems(input: RoomInput): readonly InputProblem[] {
  return [
    ifPresent(input.name, (name) => nameProblem('name', name, LONGEST_NAME)),
    ifPresent(input.description, (text) => textProblem('description', text, LONGEST_DESCRIPTION)),
    ifPresent(input.location, (line) => lineProblem('location', line, LONGEST_LOCATION)),
    ifPresent(input.capacity, (capacity) => rangeProblem('capacity', capacity, 1, LARGEST_CAPACITY)),
    ifPresent(input.hourlyRate, rateProblems),
    ifPresent(input.timeZone, timeZoneProblem),
  ].flatMap((found) => found ?? []);
}

/** The details that a valid input changes. */
export function toChanges(input: RoomInput): Partial<RoomDetails> {
  const { name, description, location, capacity, hourlyRate, timeZone } = input;
  return {
    ...ifPresent(name, (present) => ({ name: present.trim() })),
    ...(description === undefined ? {} : { description: trimmedOrNull(description) }),
    ...(location === undefined ? {} : { location: trimmedOrNull(location) }),
    ...ifPresent(capacity, (present) => ({ capacity: present })),
    ...ifPresent(hourlyRate, ({ amount, currency }) => ({ hourlyRate: { amount, currency } })),
    ...ifPresent(timeZone, (present) => ({ timeZone: present })),
  };
}

/** What is wrong with the lines with which a room is to be stocked. */
export function supplyLinesProblems(lines: readonly SupplyLine[]): readonly InputProblem[] {
  return namedItemsProblems('supplies', lines, MOST_LINES, ({ name, quantity }, path) =>
    [
      nameProblem(`${path}name`, name, LONGEST_NAME),
      rangeProblem(`${path}quantity`, quantity, 0, LARGEST_QUANTITY),
    ].flatMap((found) => found ?? []),
  );
}

export function toSupplyLines(lines: readonly SupplyLine[]): readonly SupplyLine[] {
  return lines.map(({ name, quantity }) => ({ name: name.trim(), quantity }));
}

function rateProblems({ amount, currency }: Money): readonly InputProblem[] {
  return [rangeProblem('hourlyRate.amount', amount, 0, LARGEST_RATE), currencyProblem(currency)].flatMap(
    (found) => found ?? [],
  );
}

function currencyProblem(currency: string): InputProblem | undefined {
  if (isCurrency(currency)) return undefined;
  return inputProblem('hourlyRate.currency', 'UNKNOWN', 'Give an ISO 4217 currency code, such as KRW.');
}

function timeZoneProblem(timeZone: string): InputProblem | undefined {
  if (isTimeZone(timeZone)) return undefined;
  return inputProblem('timeZone', 'UNKNOWN', 'Give an IANA time zone name, such as Asia/Seoul.');
}

/** Tries the name out: Intl's list lacks aliases and UTC. An offset such as +09:00 is no name. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
