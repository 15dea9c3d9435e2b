import { type InvalidInput, invalid } from '../outcomes.ts';

/** Separators, format characters and white space: a name of these alone shows nothing. */
const INVISIBLE = /^[\p{Z}\p{Cf}\s]*$/u;
const CONTROL = /\p{Cc}/u;

/**
 * True for a text that every database here can store: PostgreSQL has no NUL, and half of a surrogate pair is
 * no character.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * What is wrong with a name; undefined when nothing is. A name is one line in which something can be seen.
 *
 * @param field the path of the value in the mutation's input
 * @param longest characters, without the white space around it
 */
export function nameFault(field: string, name: string, longest: number): InvalidInput | undefined {
  if (INVISIBLE.test(name)) return invalid(field, `Give a name of 1 to ${longest} characters.`);
  return lineFault(field, name, longest);
}

/** What is wrong with a text of one line; undefined when nothing is. */
export function lineFault(field: string, text: string, longest: number): InvalidInput | undefined {
  if (CONTROL.test(text.trim())) return invalid(field, 'Give one line of text, without control characters.');
  return textFault(field, text, longest);
}

/** What is wrong with a text of any number of lines; undefined when nothing is. */
export function textFault(field: string, text: string, longest: number): InvalidInput | undefined {
  if (text.trim().length > longest) return invalid(field, `Use at most ${longest} characters.`);
  // Other services keep copies of texts in databases of their own.
  if (!isStorableText(text)) return invalid(field, 'Give plain Unicode text.');
  return undefined;
}

/** The text without the white space around it; null when nothing is left. */
export function trimmedOrNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
