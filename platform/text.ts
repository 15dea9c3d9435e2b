/**
 * True for a text that every database here can keep as it is: PostgreSQL knows no NUL, and half of a surrogate pair is
 * no character.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
