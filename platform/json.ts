/**
 * The maximum nesting of JSON from another process. Functions that traverse values, `JSON.stringify` among
 * them, are recursive: some thousand levels overflow the stack.
 */
export const MAX_JSON_NESTING = 200;

/** The text is JSON, but nested deeper than `MAX_JSON_NESTING` levels. */
export class JsonTooDeep extends Error {
  override readonly name = 'JsonTooDeep';
  constructor() {
    super(`nested deeper than ${MAX_JSON_NESTING} levels`);
  }
}

declare global {
  // biome-ignore lint/style/useConsistentTypeDefinitions: it merges with the standard library’s declaration
  interface JSON {
    /** ECMAScript's "JSON.parse source text access": the third argument has a primitive's text. */
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    /** A value that `JSON.stringify` writes as this text. */
    rawJSON(text: string): object;
  }
}

/**
 * Parses JSON from another process, with numbers as `parseNumbers` reads them.
 *
 * @throws JsonTooDeep before anything is built when it is nested too deeply
 * @throws SyntaxError when it is not JSON
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new JsonTooDeep();
  return parseNumbers(text);
}

/** Integers with more digits are out of the range of a double, and are not written as numbers again. */
const MAX_DIGITS = 308;
const INTEGER = /^-?\d+$/;

/**
 * Parses JSON. An integer that a double cannot hold becomes a BigInt, so that none of its digits is lost.
 * A number out of the range of a double becomes infinite, as with `JSON.parse`.
 *
 * @throws SyntaxError when it is not JSON
 */
export function parseNumbers(text: string): unknown {
  return hasLongNumber(text) ? JSON.parse(text, readNumber) : JSON.parse(text);
}

function readNumber(_key: string, value: unknown, { source = '' }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return source.length <= MAX_DIGITS && INTEGER.test(source) ? BigInt(source) : value;
}

/** Whether a value is or contains a number out of the range of a double, which JSON writes as null. */
export function hasInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}

/** The digits of the smallest integer that a double may not hold. */
const LONG = 16;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Whether a text has a run of `LONG` digits. Such a run has a digit at each `LONG`th place, so most
 * characters are not looked at.
 */
function hasLongNumber(text: string): boolean {
  const isDigitAt = (at: number): boolean => {
    const code = text.charCodeAt(at);
    return code >= ZERO && code <= NINE;
  };
  for (let end = LONG - 1; end < text.length; ) {
    let before = end;
    while (before > end - LONG && isDigitAt(before)) before -= 1;
    if (before === end - LONG) return true;
    end = before + LONG;
  }
  return false;
}

/** Writes a value as JSON; a BigInt as an integer. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JSON.stringify refuses a BigInt.
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'bigint' ? JSON.rawJSON(`${each}`) : each,
    );
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Whether the arrays and objects of a text that may be JSON are nested deeper than `MAX_JSON_NESTING`. */
function isTooDeep(text: string): boolean {
  // Each level has at least one character.
  if (text.length <= MAX_JSON_NESTING) return false;
  let level = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === OPENING_BRACKET || code === OPENING_BRACE) {
      level += 1;
      if (level > MAX_JSON_NESTING) return true;
    } else if (code === CLOSING_BRACKET || code === CLOSING_BRACE) level -= 1;
  }
  return false;
}
