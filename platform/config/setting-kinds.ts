import { HOUR_MS, parseDuration } from './duration.ts';
import { settingType } from './setting.ts';

/** The schemes of services. */
export const HTTP = ['http:', 'https:'] as const;

/** The longest timer of Node.js, in milliseconds; longer ones would fire at once. */
const LONGEST_MS = 2_147_483_647;

/** The URLs of the instances of one service. */
export const urls = settingType(
  'an http: or https: URL, or several',
  (value) => {
    const items = textsFrom(value);
    return items?.length && items.every((each) => isUrl(each, HTTP)) ? items : undefined;
  },
  false,
);

export const text = settingType(
  'a string',
  (value) =>
    typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined,
  false,
);

/** A URL with one of these schemes. */
export function url(...schemes: readonly string[]) {
  const expected = `a URL with the scheme ${listed(schemes)}`;
  return settingType(
    expected,
    (value) => (typeof value === 'string' && isUrl(value, schemes) ? value : undefined),
    false,
  );
}

/** A boolean, or a word for one. */
export const flag = settingType('true or false', (value) =>
  typeof value === 'string' ? parseFlag(value) : typeof value === 'boolean' ? value : undefined,
);

/** A non-negative integer. */
export const count = wholeNumber('a whole number, 0 or more', 0);

/** A positive integer. */
export const positive = wholeNumber('a whole number, 1 or more', 1);

/** An integer from 1 to 100. */
export const percent = wholeNumber('a whole number from 1 to 100', 1, 100);

export const port = wholeNumber('a whole number from 0 to 65535', 0, 65_535);

/** The time of a timer, in milliseconds. */
export const duration = settingType(
  'a duration such as 500ms, 5s or 2m, above 0 and at most 596h',
  (value) => {
    const ms = millisecondsFrom(value);
    return ms !== undefined && ms > 0 && ms <= LONGEST_MS ? ms : undefined;
  },
);

/** A time that is only compared or may be 0, in milliseconds. */
export const anyDuration = settingType('a duration such as 500ms, 5s or 2m', (value) => {
  const ms = millisecondsFrom(value);
  return ms !== undefined && ms >= 0 && ms <= Number.MAX_SAFE_INTEGER ? ms : undefined;
});

/** How long data are kept, in milliseconds. Less than an hour would delete what is still needed. */
export const retention = settingType('a duration such as 48h or 60d, at least 1h', (value) => {
  const ms = millisecondsFrom(value);
  return ms !== undefined && ms >= HOUR_MS && ms <= Number.MAX_SAFE_INTEGER ? ms : undefined;
});

export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return settingType(listed(words), (value) => words.find((word) => word === value));
}

/** Several strings without commas. */
export const texts = settingType('a list of strings, or one string with commas', textsFrom, false);

/** The items of a list, or of one string with commas; undefined when one is empty or no string. */
export function textsFrom(value: unknown): readonly string[] | undefined {
  const items: unknown = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;
  if (!Array.isArray(items)) return undefined;
  return items.every((each): each is string => typeof each === 'string' && each !== '') ? items : undefined;
}

/** `a, b or c`. */
export function listed(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

/** True or false of `true`, `1`, `yes`, `on` and their opposites; undefined for any other text. */
function parseFlag(text: string): boolean | undefined {
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true;
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false;
  return undefined;
}

/** Whether a text is a URL with one of the schemes, such as `http:`. */
function isUrl(text: string, schemes: readonly string[]): boolean {
  const scheme = schemes.find((each) => text.startsWith(each === 'data:' ? each : `${each}//`));
  // One for MongoDB may name several hosts, which is no URL for others.
  return scheme !== undefined && (scheme.startsWith('mongodb') || URL.canParse(text));
}

function millisecondsFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

/** An integer in a range. */
export function wholeNumber(expected: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  return settingType(expected, (value) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max
      ? number
      : undefined;
  });
}
