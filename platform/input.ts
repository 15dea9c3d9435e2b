import { explainTextFault, type TextFault, textFault } from './text/faults.ts';
import { foldText } from './text/fold.ts';
import { isVisible, trimText } from './text/visible.ts';

/** What can be wrong with a value: the values of the graph's enum of the same name. */
export type InputProblemCode =
  | 'REQUIRED'
  | 'MALFORMED'
  | 'UNKNOWN'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'TOO_SMALL'
  | 'TOO_LARGE'
  | 'DUPLICATE'
  | 'IN_THE_PAST'
  | 'TOO_FAR_AHEAD'
  | 'REVERSED';

/** An invalid value of a mutation's input. */
export type InputProblem = {
  /** The path of the value in the input, such as `slot.start`. */
  readonly field: string;
  readonly code: InputProblemCode;
  /** What is valid. */
  readonly message: string;
};

/** Outcomes that use cases of several services share. Their kinds are the names of the graph's types. */
export type InvalidInput = {
  readonly kind: 'InvalidInput';
  /** The path and the message of the first problem. */
  readonly field: string;
  readonly message: string;
  /** At least one and at most `MOST_PROBLEMS`. */
  readonly problems: readonly InputProblem[];
};

export type NotFound = { readonly kind: 'NotFound'; readonly missingId: string };

/** The caller may see what the command is about, but not change it. */
export type Forbidden = { readonly kind: 'Forbidden' };

/** How many problems an answer names. */
export const MOST_PROBLEMS = 100;

export function inputProblem(field: string, code: InputProblemCode, message: string): InputProblem {
  return { field, code, message };
}

/** The outcome of an input with one invalid value. */
export function invalid(field: string, code: InputProblemCode, message: string): InvalidInput {
  return { kind: 'InvalidInput', field, message, problems: [inputProblem(field, code, message)] };
}

/** What a check found: a problem, several, or none. */
type Found = InputProblem | readonly InputProblem[] | undefined;

/** What several checks found, as one list in the same order. */
export function problemsIn(...found: readonly Found[]): readonly InputProblem[] {
  return found.flatMap((each) => each ?? []);
}

/**
 * The outcome of an input whose values were checked one by one; undefined when nothing is wrong.
 *
 * @param found what the checks found, in the order of the input's fields
 */
export function invalidInput(...found: readonly Found[]): InvalidInput | undefined {
  const problems = problemsIn(...found);
  const [first] = problems;
  if (!first) return undefined;
  const { field, message } = first;
  return { kind: 'InvalidInput', field, message, problems: problems.slice(0, MOST_PROBLEMS) };
}

export function notFound(missingId: string): NotFound {
  return { kind: 'NotFound', missingId };
}

/** Control characters, and the separators of lines and paragraphs. */
const SEVERAL_LINES = /[\p{Cc}\u2028\u2029]/u;

/**
 * What is wrong with a name; undefined when nothing is. A name is one line in which something can be seen.
 *
 * @param field the path of the value in the mutation's input
 * @param longest characters, without the white space around it
 */
export function nameProblem(field: string, name: string, longest: number): InputProblem | undefined {
  if (!isVisible(name))
    return inputProblem(field, 'REQUIRED', `Give a name of 1 to ${longest} visible characters.`);
  return lineProblem(field, name, longest);
}

/**
 * What is wrong with a text of any number of lines in which something can be seen; undefined when nothing is.
 */
export function visibleTextProblem(field: string, text: string, longest: number): InputProblem | undefined {
  if (!isVisible(text))
    return inputProblem(field, 'REQUIRED', `Give a text of 1 to ${longest} visible characters.`);
  return textProblem(field, text, longest);
}

/** What is wrong with a text of one line; undefined when nothing is. */
export function lineProblem(field: string, text: string, longest: number): InputProblem | undefined {
  if (SEVERAL_LINES.test(trimText(text)))
    return inputProblem(field, 'MALFORMED', 'Give one line of text, without control characters.');
  return textProblem(field, text, longest);
}

/** What is wrong with a text of any number of lines; undefined when nothing is. */
export function textProblem(field: string, text: string, longest: number): InputProblem | undefined {
  const fault = textFault(text, longest);
  return fault && inputProblem(field, CODES[fault], explainTextFault(fault, longest));
}

const CODES: Readonly<Record<TextFault, InputProblemCode>> = {
  NotPlain: 'MALFORMED',
  TurnsText: 'MALFORMED',
  PiledMarks: 'MALFORMED',
  TooManyBytes: 'TOO_LONG',
  TooManyCharacters: 'TOO_LONG',
};

/**
 * What is wrong with a number that must be whole and within bounds, both included; undefined when nothing is.
 */
export function rangeProblem(
  field: string,
  value: number,
  from: number,
  to: number,
): InputProblem | undefined {
  if (Number.isInteger(value) && value >= from && value <= to) return undefined;
  const code = !Number.isInteger(value) ? 'MALFORMED' : value < from ? 'TOO_SMALL' : 'TOO_LARGE';
  return inputProblem(field, code, `Give a whole number from ${from} to ${to}.`);
}

/**
 * Reads a value that may be left out; undefined when it is null or undefined. An empty text is a value: as a
 * missing filter it would show everything instead of nothing.
 */
export function ifPresent<Value, Read>(
  value: Value | null | undefined,
  read: (value: Value) => Read,
): Read | undefined {
  return value === null || value === undefined ? undefined : read(value);
}

// Hours end at 23: ISO 8601 and Date.parse know 24:00, RFC 3339 does not.
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Instants that PostgreSQL, JavaScript and people's calendars all understand. */
const EARLIEST = Date.parse('1970-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an RFC 3339 date and time with its offset.
 *
 * @returns the instant as `Date.toISOString()` writes it; undefined for anything else, such as February 30
 */
export function parseInstant(text: string): string | undefined {
  // The standard allows small letters; Date.parse reads them by rules of its own.
  const normal = text.toUpperCase();
  const match = RFC_3339.exec(normal);
  if (!match) return undefined;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  // Date.parse lets February 30 pass for March 2.
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const instant = Date.parse(normal);
  return instant >= EARLIEST && instant <= LATEST ? new Date(instant).toISOString() : undefined;
}

/** True for an RFC 3339 date and time with its offset. */
export function isInstant(text: string): boolean {
  return parseInstant(text) !== undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The UUID in small letters, as ids are stored; undefined for any other text. */
export function parseUuid(text: string): string | undefined {
  return UUID.test(text) ? text.toLowerCase() : undefined;
}

/** True for a UUID in any case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The most bytes of UTF-8 of all texts of a list: an event with the list has to fit into a message. */
const MOST_LIST_BYTES = 500_000;

/** What is wrong with the texts of a list together; undefined when nothing is. */
export function totalProblem(
  field: string,
  texts: readonly (string | null | undefined)[],
): InputProblem | undefined {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  if (bytes <= MOST_LIST_BYTES) return undefined;
  return inputProblem(field, 'TOO_LONG', 'All texts of this list are too long together: use shorter ones.');
}

/**
 * What is wrong with a list whose items have different names: with each item, in their order, and with the
 * names that repeat an earlier one.
 *
 * @param itemProblems checks an item, its name included, whose path ends with a dot
 */
export function namedItemsProblems<Item extends { readonly name: string }>(
  field: string,
  items: readonly Item[],
  most: number,
  itemProblems: (item: Item, path: string) => readonly InputProblem[],
): readonly InputProblem[] {
  if (items.length > most) return [inputProblem(field, 'TOO_LONG', `Give at most ${most} lines.`)];
  const names = items.map(({ name }) => name);
  const tooLong = totalProblem(field, names);
  if (tooLong) return [tooLong];
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const path = `${field}[${index}].`;
    const problems = itemProblems(item, path);
    // Only a checked name may be folded.
    if (problems.some((problem) => problem.field === `${path}name`)) return problems;
    const name = foldText(item.name);
    const isRepeated = seen.has(name);
    seen.add(name);
    if (!isRepeated || problems.length > 0) return problems;
    return [inputProblem(`${path}name`, 'DUPLICATE', 'An earlier line has this name: use each name once.')];
  });
}

/** The largest limit of a page: of a hundred items, and one more. */
export const LARGEST_LIMIT = 101;

/**
 * A page of a list: at most `limit` items after the one with the keys `after`, in the order of the list. The
 * limit is one more than the client requests, which shows whether there is a next page.
 */
export type Page<Keys extends readonly string[]> = {
  /** At most `LARGEST_LIMIT`. */
  readonly limit: number;
  readonly after: Readonly<Keys> | undefined;
};
