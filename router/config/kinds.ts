import { z } from 'zod';
import { parseDuration } from '../../platform/config/duration.ts';

type About = {
  /** The effect of the setting, for the documentation. */
  readonly says: string;
  /** The environment variable, which overrides the file. */
  readonly env?: string;
  /** The default for the documentation, when the value itself is not clear enough. */
  readonly otherwise?: string;
};

export type Described = About & { readonly takes: string; readonly fallback: unknown };

/** The descriptions of settings by their schemas. */
export const descriptions = z.registry<Described>();

/** A setting with a custom schema. */
export function described<Schema extends z.ZodType>(schema: Schema, about: Described): Schema {
  descriptions.add(schema, about);
  return schema;
}

/** A type of setting. It parses YAML values and the text of environment variables; `takes` is for errors and docs. */
function kind<T>(takes: string, parse: (value: unknown) => T | undefined) {
  const schema = (): z.ZodType<T, unknown> =>
    z.unknown().transform((value, context): T => {
      const parsed = parse(value);
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', message: `expected ${takes}` });
      return z.NEVER;
    });
  return {
    /** The schema alone, to nest it in another. */
    schema,
    /** A setting with a default. */
    or(fallback: z.util.NoUndefined<T>, about: About) {
      return schema()
        .default(fallback)
        .register(descriptions, { ...about, takes, fallback });
    },
    /** A setting that may be omitted. */
    optional(about: About) {
      return described(z.optional(schema()), { ...about, takes, fallback: undefined });
    },
  };
}

const HTTP = ['http:', 'https:'];
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Origins are compared exactly, so they must be written as browsers send them. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s*A-Z]+$|^null$/;

/** The longest timer of Node.js; longer ones would fire at once. */
const LONGEST_MS = 2_147_483_647;

/** The URLs of the instances of one service. */
export const urls = kind('an http: or https: URL, or several', (value) => {
  const items = textsFrom(value);
  return items?.length && items.every((each) => isUrl(each, HTTP)) ? items : undefined;
});

export const text = kind('a string', (value) =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined,
);

/** A URL with one of these schemes. */
export function url(...schemes: readonly string[]) {
  const takes = `a URL with the scheme ${schemes.join(' or ')}`;
  return kind(takes, (value) => (typeof value === 'string' && isUrl(value, schemes) ? value : undefined));
}

/** A boolean, or a word for one. */
export const flag = kind('true or false', (value) => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true;
  return ['0', 'false', 'no', 'off'].includes(value.toLowerCase()) ? false : undefined;
});

/** A non-negative integer. */
export const count = kind('a whole number, 0 or more', (value) => {
  const number = numberFrom(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
});

/** A positive integer. */
export const positive = kind('a whole number, 1 or more', (value) => {
  const number = numberFrom(value);
  return number !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
});

/** An integer from 1 to 100. */
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

/** A duration in milliseconds. */
export const duration = kind('a duration such as 500ms, 5s or 2m, above 0 and at most 596h', (value) => {
  const ms = millisecondsFrom(value);
  return ms !== undefined && ms > 0 && ms <= LONGEST_MS ? ms : undefined;
});

export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return kind(`one of ${words.join(', ')}`, (value) => words.find((word) => word === value));
}

/** A header name, in lower case. */
export const header = kind('a header name', (value) =>
  typeof value === 'string' && HEADER_NAME.test(value) ? value.toLowerCase() : undefined,
);

/** Headers that a browser sends to other sites without a preflight, or that a page may set without one. */
const SENT_WITHOUT_PREFLIGHT =
  /^(accept|accept-.*|access-control-request-.*|cache-control|connection|content-.*|cookie|dnt|host|origin|pragma|priority|proxy-.*|range|referer|save-data|sec-.*|upgrade-.*|user-agent|via)$/;

/** Headers that a browser sends to other sites only after a preflight. */
export const preflightedHeaders = kind(
  'a list of header names, or one string with commas, without headers that browsers send without a preflight',
  (value) => {
    const names = textsFrom(value)?.map((name) => name.toLowerCase());
    return names?.every((name) => HEADER_NAME.test(name) && !SENT_WITHOUT_PREFLIGHT.test(name))
      ? names
      : undefined;
  },
);

/** The origins of web pages that may send requests. */
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
