import type { Money } from '../../../platform/decisions/money.ts';
import { isStorableText } from '../../../platform/input/text.ts';
import { type InvalidInput, invalid } from '../../../platform/outcomes.ts';
import type { RoomDetails, SupplyLine } from '../domain/room.ts';

/** What a client says of a room; null is as good as left out, except where a value may be taken away. */
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
export const LONGEST_REASON = 1_000;
export const LARGEST_CAPACITY = 10_000;
export const LARGEST_RATE = 100_000_000;
const MOST_LINES = 200;
const LARGEST_QUANTITY = 1_000_000;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Finds the first wrong value in what a client says of a room; undefined when all that is there is right. */
export function roomInputFault(input: RoomInput): InvalidInput | undefined {
  const { name, description, location, capacity, hourlyRate, timeZone } = input;
  return (
    (isGiven(name) ? nameFault('name', name) : undefined) ??
    (isGiven(description) ? textFault('description', description, LONGEST_DESCRIPTION) : undefined) ??
    (isGiven(location) ? lineFault('location', location, LONGEST_LOCATION) : undefined) ??
    (isGiven(capacity) ? rangeFault('capacity', capacity, 1, LARGEST_CAPACITY) : undefined) ??
    (isGiven(hourlyRate) ? rateFault(hourlyRate) : undefined) ??
    (isGiven(timeZone) ? timeZoneFault(timeZone) : undefined)
  );
}

/** The details that an input without fault asks to be changed. */
export function toChanges(input: RoomInput): Partial<RoomDetails> {
  const { name, description, location, capacity, hourlyRate, timeZone } = input;
  return {
    ...(isGiven(name) ? { name: name.trim() } : {}),
    ...(description === undefined ? {} : { description: trimmedOrNull(description) }),
    ...(location === undefined ? {} : { location: trimmedOrNull(location) }),
    ...(isGiven(capacity) ? { capacity } : {}),
    ...(isGiven(hourlyRate)
      ? { hourlyRate: { amount: hourlyRate.amount, currency: hourlyRate.currency } }
      : {}),
    ...(isGiven(timeZone) ? { timeZone } : {}),
  };
}

/** Finds the first wrong line of what a room is to be stocked with. */
export function supplyLinesFault(lines: readonly SupplyLine[]): InvalidInput | undefined {
  if (lines.length > MOST_LINES) return invalid('supplies', `Give at most ${MOST_LINES} lines of supplies.`);
  const names = new Set<string>();
  for (const [index, { name, quantity }] of lines.entries()) {
    const field = `supplies[${index}]`;
    const fault =
      nameFault(`${field}.name`, name) ?? rangeFault(`${field}.quantity`, quantity, 0, LARGEST_QUANTITY);
    if (fault) return fault;
    // As supplies compares them.
    const sameName = name.trim().normalize('NFKC').toLowerCase();
    if (names.has(sameName)) return invalid(`${field}.name`, 'Two lines have this name: join them.');
    names.add(sameName);
  }
  return undefined;
}

export function toSupplyLines(lines: readonly SupplyLine[]): readonly SupplyLine[] {
  return lines.map(({ name, quantity }) => ({ name: name.trim(), quantity }));
}

/** Checks why a room is closed. */
export function reasonFault(reason: string): InvalidInput | undefined {
  return textFault('reason', reason, LONGEST_REASON);
}

/** The text without space around it; null when nothing is left. */
export function trimmedOrNull(text: string | null): string | null {
  return text?.trim() || null;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function nameFault(field: string, name: string): InvalidInput | undefined {
  // Nothing to be seen is no name either.
  if (/^[\p{Z}\p{Cf}\s]*$/u.test(name))
    return invalid(field, `Give a name of 1 to ${LONGEST_NAME} characters.`);
  return lineFault(field, name, LONGEST_NAME);
}

/** A text of one line. */
function lineFault(field: string, text: string, longest: number): InvalidInput | undefined {
  if (/\p{Cc}/u.test(text.trim()))
    return invalid(field, 'This is one line of text, without control characters.');
  return textFault(field, text, longest);
}

function textFault(field: string, text: string, longest: number): InvalidInput | undefined {
  if (text.trim().length > longest) return invalid(field, `Too long: use at most ${longest} characters.`);
  // Other services keep copies of these texts in databases of their own.
  if (!isStorableText(text)) return invalid(field, 'This is not plain Unicode text.');
  return undefined;
}

function rangeFault(field: string, value: number, from: number, to: number): InvalidInput | undefined {
  if (Number.isInteger(value) && value >= from && value <= to) return undefined;
  return invalid(field, `Give a whole number from ${from} to ${to}.`);
}

function rateFault({ amount, currency }: Money): InvalidInput | undefined {
  const fault = rangeFault('hourlyRate.amount', amount, 0, LARGEST_RATE);
  if (fault || CURRENCIES.has(currency)) return fault;
  return invalid('hourlyRate.currency', 'Give a currency by its ISO 4217 code, such as KRW.');
}

function timeZoneFault(timeZone: string): InvalidInput | undefined {
  if (isTimeZone(timeZone)) return undefined;
  return invalid('timeZone', 'Give a time zone by its IANA name, such as Asia/Seoul.');
}

/** By trial, since the list that Intl gives lacks every alias, and UTC. Offsets such as +09:00 are no names. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
