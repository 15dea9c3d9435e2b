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

/**
 * Parses JSON from another process.
 *
 * @throws JsonTooDeep before anything is built when it is nested too deeply
 * @throws SyntaxError when it is not JSON
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new JsonTooDeep();
  return JSON.parse(text);
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
