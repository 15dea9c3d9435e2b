import type { Money } from '../../../platform/decisions/values.ts';
import {
  type InvalidInput,
  ifPresent,
  invalid,
  lineFault,
  namedItemsFault,
  nameFault,
  rangeFault,
  textFault,
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
export const LARGEST_RATE = 100_000_000;
const MOST_LINES = 200;
const LARGEST_QUANTITY = 1_000_000;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** The first invalid value of a room's description; undefined when all values are valid. */
export function roomInputFault(input: RoomInput): InvalidInput | undefined {
  return (
    ifPresent(input.name, (name) => nameFault('name', name, LONGEST_NAME)) ??
    ifPresent(input.description, (text) => textFault('description', text, LONGEST_DESCRIPTION)) ??
    ifPresent(input.location, (line) => lineFault('location', line, LONGEST_LOCATION)) ??
    ifPresent(input.capacity, (capacity) => rangeFault('capacity', capacity, 1, LARGEST_CAPACITY)) ??
    ifPresent(input.hourlyRate, rateFault) ??
    ifPresent(input.timeZone, timeZoneFault)
  );
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

/** The first invalid value of the lines with which a room is to be stocked; undefined when all are valid. */
export function supplyLinesFault(lines: readonly SupplyLine[]): InvalidInput | undefined {
  return namedItemsFault(
    'supplies',
    lines,
    MOST_LINES,
    ({ name, quantity }, path) =>
      nameFault(`${path}name`, name, LONGEST_NAME) ??
      rangeFault(`${path}quantity`, quantity, 0, LARGEST_QUANTITY),
  );
}

export function toSupplyLines(lines: readonly SupplyLine[]): readonly SupplyLine[] {
  return lines.map(({ name, quantity }) => ({ name: name.trim(), quantity }));
}

function rateFault({ amount, currency }: Money): InvalidInput | undefined {
  const fault = rangeFault('hourlyRate.amount', amount, 0, LARGEST_RATE);
  if (fault || CURRENCIES.has(currency)) return fault;
  return invalid('hourlyRate.currency', 'Give an ISO 4217 currency code, such as KRW.');
}

function timeZoneFault(timeZone: string): InvalidInput | undefined {
  if (isTimeZone(timeZone)) return undefined;
  return invalid('timeZone', 'Give an IANA time zone name, such as Asia/Seoul.');
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
