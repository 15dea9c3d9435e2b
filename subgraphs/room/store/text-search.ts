/**
 * Search for a part of a text with an index: a text contains what one of its suffixes begins with. Suffixes
 * are kept up to a length, which limits the index; a longer part is looked up by its beginning.
 */

/** In characters. Fewer texts share a longer beginning; more take more of the index. */
const LONGEST_SUFFIX = 12;
/** Greater than every text that has a character in this place. */
const LAST = '\u{10ffff}';

/** The suffixes of a folded text, each up to the length that the index has. */
export function suffixesOf(text: string): string[] {
  const characters = Array.from(text);
  const suffixes = characters.map((_, at) => characters.slice(at, at + LONGEST_SUFFIX).join(''));
  return [...new Set(suffixes)];
}

/** Matches the suffixes of texts that may contain the part: all that do, and few others. */
export function beginningWith(part: string) {
  const beginning = Array.from(part).slice(0, LONGEST_SUFFIX).join('');
  return { $elemMatch: { $gte: beginning, $lt: `${beginning}${LAST}` } };
}

/** Matches texts that contain the part, in which no character has a special meaning. */
export function containing(part: string) {
  return { $regex: part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') };
}
