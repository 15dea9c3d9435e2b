import { isCurrency } from '../../../platform/currency.ts';
import type { Money } from '../../../platform/decisions/values.ts';
import {
  type InputProblem,
  ifPresent,
  inputProblem,
  lineProblem,
  namedItemsProblems,
  nameProblem,
  problemsIn,
  rangeProblem,
  textProblem,
} from '../../../platform/input.ts';
import { parseTimeZone } from '../../../platform/text/time-zones.ts';
import { storedText, storedTextOrNull } from '../../../platform/text/visible.ts';
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
  return problemsIn(
    ifPresent(input.name, (name) => nameProblem('name', name, LONGEST_NAME)),
    ifPresent(input.description, (text) => textProblem('description', text, LONGEST_DESCRIPTION)),
    ifPresent(input.location, (line) => lineProblem('location', line, LONGEST_LOCATION)),
    ifPresent(input.capacity, (capacity) => rangeProblem('capacity', capacity, 1, LARGEST_CAPACITY)),
    ifPresent(input.hourlyRate, rateProblems),
    ifPresent(input.timeZone, timeZoneProblem),
  );
}

/** The details that a valid input changes. */
export function toChanges(input: RoomInput): Partial<RoomDetails> {
  const { name, description, location, capacity, hourlyRate, timeZone } = input;
  return {
    ...ifPresent(name, (present) => ({ name: storedText(present) })),
    ...(description === undefined ? {} : { description: storedTextOrNull(description) }),
    ...(location === undefined ? {} : { location: storedTextOrNull(location) }),
    ...ifPresent(capacity, (present) => ({ capacity: present })),
    ...ifPresent(hourlyRate, ({ amount, currency }) => ({ hourlyRate: { amount, currency } })),
    ...ifPresent(timeZone, (present) => ({ timeZone: toTimeZone(present) })),
  };
}

/** What is wrong with the lines with which a room is to be stocked. */
export function supplyLinesProblems(lines: readonly SupplyLine[]): readonly InputProblem[] {
  return namedItemsProblems('supplies', lines, MOST_LINES, ({ name, quantity }, path) =>
    problemsIn(
      nameProblem(`${path}name`, name, LONGEST_NAME),
      rangeProblem(`${path}quantity`, quantity, 0, LARGEST_QUANTITY),
    ),
  );
}

export function toSupplyLines(lines: readonly SupplyLine[]): readonly SupplyLine[] {
  return lines.map(({ name, quantity }) => ({ name: storedText(name), quantity }));
}

/** The name of a checked time zone as it is given out. Throws for a name that has a problem. */
export function toTimeZone(timeZone: string): string {
  const name = parseTimeZone(timeZone);
  if (name === undefined) throw new Error('The time zone was not checked');
  return name;
}

function rateProblems({ amount, currency }: Money): readonly InputProblem[] {
  return problemsIn(rangeProblem('hourlyRate.amount', amount, 0, LARGEST_RATE), currencyProblem(currency));
}

function currencyProblem(currency: string): InputProblem | undefined {
  if (isCurrency(currency)) return undefined;
  return inputProblem(
    'hourlyRate.currency',
    'UNKNOWN',
    'Give the ISO 4217 code of a currency in which cards can be charged, such as KRW.',
  );
}

function timeZoneProblem(timeZone: string): InputProblem | undefined {
  if (parseTimeZone(timeZone)) return undefined;
  return inputProblem('timeZone', 'UNKNOWN', 'Give an IANA time zone name, such as Asia/Seoul.');
}
