/**
 * A character in which something is seen by itself. Ignorable by default are the fillers of Hangul, joiners,
 * variation selectors, tags and the like; a mark (M) needs a letter that carries it. Unassigned characters
 * count as seen: they may be newer than this engine's Unicode.
 *
 * The last four show nothing either, although Unicode counts them neither as white space nor as ignorable. By
 * their names in the Unicode Character Database: BRAILLE PATTERN BLANK, MUSICAL SYMBOL NULL NOTEHEAD, and
 * EGYPTIAN HIEROGLYPH FULL BLANK and HALF BLANK.
 */
const VISIBLE =
  /[^\p{White_Space}\p{Z}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{M}\p{Noncharacter_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}]/u;

/** Whether a reader sees something of a text. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * What is left out at both ends of a text: white space, spaces of no width, and marks of direction, which
 * could only turn what stands beside the text. Joiners and variation selectors belong to what they follow.
 */
const MARGIN = /[\p{White_Space}\u061C\u200B\u200E\u200F\u2060\uFEFF]/u;

/** The text without what is left out at its ends. */
export function trimText(text: string): string {
  let start = 0;
  let end = text.length;
  // A regular expression for the end would try each run of white space inside the text.
  while (start < end && MARGIN.test(text.charAt(start))) start += 1;
  while (end > start && MARGIN.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** The form in which a checked text is stored and given out: trimmed and composed (NFC). */
export function storedText(text: string): string {
  return trimText(text).normalize('NFC');
}

/** The text as it is stored; null when nothing of it is seen. */
export function storedTextOrNull(text: string | null | undefined): string | null {
  return text && isVisible(text) ? storedText(text) : null;
}
