import { z } from 'zod';
import { parseDuration } from '../../platform/config/duration.ts';
import { HTTP, parseFlag } from '../../platform/config/env.ts';

type SettingOptions = {
  /** The effect of the setting, for the documentation. */
  readonly description: string;
  /** The environment variable, which overrides the file. */
  readonly env?: string;
  /** The default for the documentation, when the value itself is not clear enough. */
  readonly defaultText?: string;
};

export type SettingDescription = SettingOptions & {
  readonly expected: string;
  /** Whether errors may name the value: it cannot hold a secret. */
  readonly isShown?: boolean;
  readonly defaultValue: unknown;
};

/** The descriptions of settings by their schemas. */
const descriptions = z.registry<SettingDescription>();

/** A setting with a custom schema. */
export function customSetting<Schema extends z.ZodType>(schema: Schema, about: SettingDescription): Schema {
  descriptions.add(schema, about);
  return schema;
}

/**
 * A type of setting. It parses YAML values and the text of environment variables; `expected` is for errors
 * and docs.
 */
function settingType<T>(expected: string, parse: (value: unknown) => T | undefined, isShown = true) {
  const schema = (): z.ZodType<T, unknown> =>
    z.unknown().transform((value, context): T => {
      const parsed = parse(value);
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', message: `expected ${expected}` });
      return z.NEVER;
    });
  return {
    /** The schema alone, to nest it in another. */
    schema,
    /** A setting with a default. */
    withDefault(defaultValue: z.util.NoUndefined<T>, about: SettingOptions) {
      return schema()
        .default(defaultValue)
        .register(descriptions, { ...about, expected, defaultValue, isShown });
    },
    /** A setting that may be omitted. */
    optional(about: SettingOptions) {
      return customSetting(z.optional(schema()), { ...about, expected, defaultValue: undefined, isShown });
    },
  };
}

export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Origins are compared exactly, so they must be written as browsers send them. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s*A-Z]+$|^null$/;

/** As the host part of a URL; an IPv6 address is in brackets. */
const HOST_NAME = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/** The longest timer of Node.js; longer ones would fire at once. */
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
  const expected = `a URL with the scheme ${schemes.join(' or ')}`;
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

/** A duration in milliseconds. */
export const duration = settingType(
  'a duration such as 500ms, 5s or 2m, above 0 and at most 596h',
  (value) => {
    const ms = millisecondsFrom(value);
    return ms !== undefined && ms > 0 && ms <= LONGEST_MS ? ms : undefined;
  },
);

export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return settingType(`one of ${words.join(', ')}`, (value) => words.find((word) => word === value));
}

/** A header name, in lower case. */
export const header = settingType('a header name', (value) =>
  typeof value === 'string' && HEADER_NAME.test(value) ? value.toLowerCase() : undefined,
);

/** Headers that a browser sends to other sites without a preflight, or that a page may set without one. */
const SENT_WITHOUT_PREFLIGHT =
  /^(accept|accept-.*|access-control-request-.*|authorization|cache-control|connection|content-.*|cookie|dnt|host|origin|pragma|priority|proxy-.*|range|referer|save-data|sec-.*|upgrade-.*|user-agent|via)$/;

/** Headers that a browser sends to other sites only after a preflight. */
export const preflightedHeaders = settingType(
  'a list of header names, or one string with commas, without headers that browsers send without a preflight',
  (value) => {
    const names = textsFrom(value)?.map((name) => name.toLowerCase());
    return names?.every((name) => HEADER_NAME.test(name) && !SENT_WITHOUT_PREFLIGHT.test(name))
      ? names
      : undefined;
  },
);

/** The origins of web pages that may send requests. */
export const origins = settingType(
  '`*`, `none`, or a list of origins such as `https://app.example`',
  (value): 'any' | readonly string[] | undefined => {
    if (value === '*') return 'any';
    if (value === 'none') return [];
    return textsFrom(value)?.every((each) => ORIGIN.test(each)) ? textsFrom(value) : undefined;
  },
);

/** The host names under which the router serves. */
export const hostNames = settingType(
  '`*`, or a list of host names without ports, such as `graph.example`',
  (value): 'any' | readonly string[] | undefined => {
    if (value === '*') return 'any';
    const names = textsFrom(value)?.map((name) => name.toLowerCase());
    return names?.every((name) => HOST_NAME.test(name)) ? names : undefined;
  },
);

/** Several strings without commas. */
export const texts = settingType('a list of strings, or one string with commas', textsFrom, false);

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

function wholeNumber(expected: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  return settingType(expected, (value) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max
      ? number
      : undefined;
  });
}

/** A setting and its path in the file. */
export type SettingAt = { readonly path: readonly string[]; readonly about: SettingDescription };

/** All settings of a schema in declaration order. */
export function settingsOf(schema: z.ZodObject, above: readonly string[] = []): readonly SettingAt[] {
  return Object.entries(schema.shape).flatMap(([name, member]) => {
    const path = [...above, name];
    const inner = sectionIn(member);
    if (inner) return settingsOf(inner, path);
    const about = descriptions.get(member as z.ZodType);
    if (!about) throw new Error(`The setting ${path.join('.')} has no description`);
    return [{ path, about }];
  });
}

/** The names of settings at a path; undefined when there is no section. */
export function namesAt(schema: z.ZodObject, path: readonly PropertyKey[]): readonly string[] | undefined {
  const [next, ...rest] = path;
  if (next === undefined) return Object.keys(schema.shape);
  const member = schema.shape[String(next)];
  const inner = member && sectionIn(member);
  return inner && namesAt(inner, rest);
}

function sectionIn(member: unknown): z.ZodObject | undefined {
  if (!(member instanceof z.ZodPrefault)) return undefined;
  const inner = member.unwrap();
  return inner instanceof z.ZodObject ? inner : undefined;
}
