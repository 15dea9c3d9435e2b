import { Lexer, Source, TokenKind } from 'graphql';

/**
 * The maximum nesting of selections, lists and objects in a document's text, and of variables. Functions that traverse
 * them are recursive; thousands of levels would overflow the stack.
 */
export const MOST_LEVELS = 200;

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Whether a document's text is nested too deeply. The parser reports texts with syntax errors. */
export function isTextTooDeep(text: string): boolean {
  // Most documents have fewer brackets in total.
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
    // The parser reports the syntax error.
  }
  return false;
}

/** Whether a JSON value is nested too deeply. */
export function isValueTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((each) => isValueTooDeep(each, levels - 1));
}
