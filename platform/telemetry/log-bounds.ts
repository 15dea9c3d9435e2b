import type { Logger } from 'pino';
import { isRecord } from '../type-guards.ts';

/** Longer lines are shortened, in characters. */
const LONGEST_LINE = 16_384;
/** The longest text in a shortened line. */
const LONGEST_TEXT = 2_000;
/** The most members of a list or object in a shortened line. */
const MOST_MEMBERS = 20;
/** What is left of a line that is too long even so. */
const ESSENTIAL: ReadonlySet<string> = new Set(['level', 'time', 'service', 'correlationId', 'msg']);

/** Shortens the texts and lists of a line that is too long. `length` then says how long it was. */
export function shortenLine(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  const entry: unknown = JSON.parse(line);
  const fields = isRecord(entry) ? entry : { msg: entry };
  const shortened = textOf(fields, line.length);
  if (shortened.length <= LONGEST_LINE) return shortened;
  const essential = Object.entries(fields).filter(([name]) => ESSENTIAL.has(name));
  return textOf(Object.fromEntries(essential), line.length);
}

function textOf(fields: Readonly<Record<string, unknown>>, length: number): string {
  const short = Object.entries(fields).map(([name, value]) => [name, shorten(value)]);
  return `${JSON.stringify({ ...Object.fromEntries(short), length })}\n`;
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length <= LONGEST_TEXT
      ? value
      : `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.slice(0, MOST_MEMBERS).map(shorten);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_MEMBERS)
      .map(([name, member]) => [name, shorten(member)]),
  );
}

/** The most lines of one level and message in a second. */
export const MOST_PER_SECOND = 100;
const SECOND_MS = 1_000;

/**
 * Limits the lines of one level and message.
 *
 * @param onLeftOut called a second after the first line that was left out, for each message
 * @returns whether a line may be written
 */
export function createLineRate(onLeftOut: (count: number, message: string) => void) {
  const lines = new Map<string, { readonly message: string; count: number }>();
  let began = 0;

  function report(): void {
    const before = [...lines.values()];
    lines.clear();
    for (const { message, count } of before) {
      if (count > MOST_PER_SECOND) onLeftOut(count - MOST_PER_SECOND, message);
    }
  }

  return (level: number, message: string): boolean => {
    const now = performance.now();
    if (now - began >= SECOND_MS) {
      report();
      began = now;
    }
    const kind = `${level} ${message}`;
    const line = lines.get(kind) ?? { message, count: 0 };
    lines.set(kind, line);
    line.count += 1;
    // Reported also when nothing more is logged.
    if (line.count === MOST_PER_SECOND + 1) setTimeout(report, SECOND_MS).unref();
    return line.count <= MOST_PER_SECOND;
  };
}

/** A fault of an operation, for the log. */
export type LoggedFault = { readonly err: unknown; readonly path: readonly (string | number)[] | undefined };

/** The faults of one operation that are logged; a list can have thousands. */
const MOST_FAULTS = 5;

/** Logs the first faults of one operation, each with its cause, and how many more there are. */
export function logFaults(log: Logger, message: string, faults: readonly LoggedFault[]): void {
  for (const fault of faults.slice(0, MOST_FAULTS)) log.error(fault, message);
  const more = faults.length - MOST_FAULTS;
  if (more > 0) log.error({ more }, `${message}: more faults of the same operation are not logged`);
}
