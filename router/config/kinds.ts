import { z } from 'zod';
import { parseDuration } from '../../platform/config/duration.ts';

/**
 * What a setting can be. Each kind takes the value as YAML has it, or as text, as an environment variable has it; its
 * `takes` says in an error and in the documentation what to write.
 */
type About = {
  /** What the setting does, for the documentation. */
  readonly says: string;
  /** The environment variable that goes before the file. */
  readonly env?: string;
  /** What holds when nothing is written, where the value itself does not tell. */
  readonly otherwise?: string;
};

export type Described = About & { readonly takes: string; readonly fallback: unknown };

/** The descriptions of settings, by their schemas. */
export const descriptions = z.registry<Described>();

/** A setting with its description. */
export function described<Schema extends z.ZodType>(schema: Schema, about: Described): Schema {
  descriptions.add(schema, about);
  return schema;
}

function kind<T>(takes: string, parse: (value: unknown) => T | undefined) {
  const schema = (): z.ZodType<T, unknown> =>
    z.unknown().transform((value, context): T => {
      const parsed = parse(value);
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', message: `it takes ${takes}` });
      return z.NEVER;
    });
  return {
    /** The kind itself, as part of another. */
    schema,
    /** A setting that has a value when none is written. */
    or(fallback: z.util.NoUndefined<T>, about: About) {
      return schema()
        .default(fallback)
        .register(descriptions, { ...about, takes, fallback });
    },
    /** A setting that may be left out. */
    optional(about: About) {
      return described(z.optional(schema()), { ...about, takes, fallback: undefined });
    },
  };
}

const HTTP = ['http:', 'https:'];
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** As browsers write them: compared letter by letter. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s*A-Z]+$|^null$/;

/** The longest time that a timer of the platform can wait: a longer one would be over at once. */
const LONGEST_MS = 2_147_483_647;

/** Addresses of the instances of one service. */
export const urls = kind('a URL with http: or https:, or several', (value) => {
  const items = textsFrom(value);
  return items?.length && items.every((each) => isUrl(each, HTTP)) ? items : undefined;
});

export const text = kind('a text', (value) =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined,
);

/** A URL with one of these schemes. */
export function url(...schemes: readonly string[]) {
  const takes = `a URL with ${schemes.join(' or ')}`;
  return kind(takes, (value) => (typeof value === 'string' && isUrl(value, schemes) ? value : undefined));
}

/** True and false, and the words for them. */
export const flag = kind('true or false', (value) => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true;
  return ['0', 'false', 'no', 'off'].includes(value.toLowerCase()) ? false : undefined;
});

/** A whole number that is not below zero. */
export const count = kind('a whole number from 0 up', (value) => {
  const number = numberFrom(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
});

/** A whole number above zero. */
export const positive = kind('a whole number from 1 up', (value) => {
  const number = numberFrom(value);
  return number !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
});

/** A whole number from 1 to 100. */
export const percent = kind('a whole number from 1 to 100', (value) => {
  const number = numberFrom(value);
  return number !== undefined && Number.isInteger(number) && number > 0 && number <= 100 ? number : undefined;
});

export const port = kind('a whole number from 0 to 65535', (value) => {
  const number = numberFrom(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 && number <= 65_535
    ? number
    : undefined;
});

/** Milliseconds. */
export const duration = kind('a duration such as 500ms, 5s or 2m, above 0 and up to 596h', (value) => {
  const ms = millisecondsFrom(value);
  return ms !== undefined && ms > 0 && ms <= LONGEST_MS ? ms : undefined;
});

export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return kind(words.join(', '), (value) => words.find((word) => word === value));
}

/** The name of a header, in lower case. */
export const header = kind('the name of a header', (value) =>
  typeof value === 'string' && HEADER_NAME.test(value) ? value.toLowerCase() : undefined,
);

/** Headers that a browser sends with what a page of any site makes it send, or that such a page may set itself. */
const SENT_UNASKED =
  /^(accept|accept-.*|access-control-request-.*|cache-control|connection|content-.*|cookie|dnt|host|origin|pragma|priority|proxy-.*|range|referer|save-data|sec-.*|upgrade-.*|user-agent|via)$/;

/** Headers that a browser sends for a page of another site only when it has asked first. */
export const preflightedHeaders = kind(
  'a list of names of headers, or one text with commas, and none that browsers send unasked',
  (value) => {
    const names = textsFrom(value)?.map((name) => name.toLowerCase());
    return names?.every((name) => HEADER_NAME.test(name) && !SENT_UNASKED.test(name)) ? names : undefined;
  },
);

/** Which origins of web pages may ask. */
export const origins = kind(
  '`*`, `none`, or a list of origins such as `https://app.example`',
  (value): 'any' | readonly string[] | undefined => {
    if (value === '*') return 'any';
    if (value === 'none') return [];
    return textsFrom(value)?.every((each) => ORIGIN.test(each)) ? textsFrom(value) : undefined;
  },
);

function textsFrom(value: unknown): readonly string[] | undefined {
  const items: unknown = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;
  if (!Array.isArray(items)) return undefined;
  return items.every((each): each is string => typeof each === 'string' && each !== '') ? items : undefined;
}

function isUrl(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

function millisecondsFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?\d+$/.test(value.trim())) return undefined;
  return Number(value);
}
