import { Lexer, Source, TokenKind } from 'graphql';

/**
 * Levels of selections, lists and objects that a document's text may have, and those that variables may have. Whoever walks
 * them calls itself for each: thousands would exhaust its stack.
 */
export const MOST_LEVELS = 200;

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Whether a document's text is nested deeper than allowed. A text that has no tokens is left to the parser. */
export function isTextTooDeep(text: string): boolean {
  // Most have fewer brackets altogether.
  if ((text.match(/[{[(]/g)?.length ?? 0) <= MOST_LEVELS) return false;
  const lexer = new Lexer(new Source(text));
  try {
    let level = 0;
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      if (OPENING.has(kind)) level += 1;
      else if (CLOSING.has(kind)) level -= 1;
      if (level > MOST_LEVELS) return true;
    }
  } catch {
    // What cannot be read is the parser's to tell.
  }
  return false;
}

/** Whether a value of JSON is nested deeper than allowed. */
export function isValueTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((each) => isValueTooDeep(each, levels - 1));
}
