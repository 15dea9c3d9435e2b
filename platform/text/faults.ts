import { trimText } from './visible.ts';

/** What can be wrong with a text of a certain length. */
export type TextFault =
  /** No Unicode that every database can store. */
  | 'NotPlain'
  /** Characters that turn the direction of what stands beside them. */
  | 'TurnsText'
  /** So many marks on one character that no language has it. */
  | 'PiledMarks'
  | 'TooManyBytes'
  | 'TooManyCharacters';

/**
 * The bytes of UTF-8 that a text may have for each character of its limit: enough for a family of emoji with
 * joiners (25) and for the flag of Scotland (28).
 */
const BYTES_PER_CHARACTER = 32;

/** The most bytes of UTF-8 of a text of at most `longest` characters. */
export function mostBytesOf(longest: number): number {
  return longest * BYTES_PER_CHARACTER;
}

/**
 * The embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9, section 2). What one
 * of them begins may end in the text beside, and balanced ones can show a text in another order than it is
 * stored. Letters have their direction without them; the marks LRM, RLM and ALM are like a letter without
 * width.
 */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/;

/**
 * More marks in a row than the Stream-Safe Text Format allows (UAX #15, section 13). Putting marks in their
 * order takes quadratic time. The two sound marks of half width become marks.
 */
const PILED_MARKS = /[\p{M}\uFF9E\uFF9F]{31}/u;

/** Made for the first long text: it takes a twentieth of a service's start. */
let characters: Intl.Segmenter | undefined;

/**
 * True for a text that every database here can store: PostgreSQL has no NUL, and half of a surrogate pair is
 * no character.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * What is wrong with a text; undefined when nothing is. Characters are what people count as such (extended
 * grapheme clusters, UAX #29): a syllable of Hangul, a letter with its marks, an emoji with its joiners.
 *
 * @param longest characters, without the white space around the text
 */
export function textFault(text: string, longest: number): TextFault | undefined {
  const trimmed = trimText(text);
  if (Buffer.byteLength(trimmed) > mostBytesOf(longest))
    return hasMoreCharacters(trimmed, longest) ? 'TooManyCharacters' : 'TooManyBytes';
  if (!isStorableText(text)) return 'NotPlain';
  if (TURNING.test(trimmed)) return 'TurnsText';
  if (PILED_MARKS.test(trimmed)) return 'PiledMarks';
  if (hasMoreCharacters(trimmed, longest)) return 'TooManyCharacters';
  return undefined;
}

function hasMoreCharacters(text: string, most: number): boolean {
  if (text.length <= most) return false;
  characters ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let count = 0;
  for (const _ of characters.segment(text)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

/**
 * What a person reads about a fault.
 *
 * @param longest as `textFault` got it
 */
export function explainTextFault(fault: TextFault, longest: number): string {
  return MESSAGES[fault](longest);
}

const MESSAGES: Readonly<Record<TextFault, (longest: number) => string>> = {
  NotPlain: () => 'Give plain Unicode text.',
  TurnsText: () =>
    'Leave out the invisible characters that turn the direction of text (U+202A to U+202E, U+2066 to U+2069).',
  PiledMarks: () => 'Put at most 30 accents or marks on one character.',
  TooManyBytes: (longest) =>
    `Use fewer marks and joined characters: at most ${mostBytesOf(longest).toLocaleString('en')} bytes of UTF-8.`,
  TooManyCharacters: (longest) => `Use at most ${longest} characters.`,
};
