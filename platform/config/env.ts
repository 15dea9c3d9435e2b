import { parseDuration } from './duration.ts';

/**
 * A missing or invalid setting. The message has the name of the variable and what is expected, and the value
 * only where that cannot hold a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Reads typed values from environment variables. An empty variable counts as unset.
 *
 * Each reader takes the variable's name and a default. An unset variable without a default and an invalid
 * value throw a `ConfigError`.
 */
export function createEnv(source: Source = process.env) {
  function read<T>(
    name: string,
    fallback: T | undefined,
    parse: (text: string) => T | undefined,
    expected: string,
    isShown = false,
  ): T {
    const text = source[name]?.trim();
    if (!text) {
      if (fallback === undefined) throw new ConfigError(`${name} is not set: expected ${expected}`);
      return fallback;
    }
    const value = parse(text);
    if (value === undefined)
      throw new ConfigError(`${isShown ? `${name}=${text}` : name} is invalid: expected ${expected}`);
    return value;
  }

  /** As `read`, for values that cannot hold a secret. */
  const readShown = <T>(
    name: string,
    fallback: T | undefined,
    parse: (text: string) => T | undefined,
    expected: string,
  ) => read(name, fallback, parse, expected, true);

  return {
    string: (name: string, fallback?: string) => read(name, fallback, (text) => text, 'a text'),
    optional: (name: string): string | undefined => source[name]?.trim() || undefined,
    /** Texts separated by commas. */
    list: (name: string, fallback?: readonly string[]) =>
      read(name, fallback, parseList, 'texts separated by commas'),
    integer: (name: string, fallback?: number) => readShown(name, fallback, parseInteger, 'a whole number'),
    /** One of the given words. */
    choice: <Word extends string>(name: string, words: readonly Word[], fallback?: Word) =>
      readShown(name, fallback, (text) => words.find((word) => word === text), listed(words)),
    flag: (name: string, fallback?: boolean) => readShown(name, fallback, parseFlag, 'true or false'),
    /** A URL with one of the schemes. */
    url: (name: string, ...schemes: readonly string[]) =>
      read(
        name,
        undefined,
        (text) => (isUrl(text, schemes) ? text : undefined),
        `a URL that begins with ${listed(schemes.map((scheme) => `${scheme}//`))}`,
      ),
    /** The URLs of a service's instances. */
    urls: (name: string, fallback?: readonly string[]) =>
      read(name, fallback, parseUrls, 'an http: or https: URL, or several separated by commas'),
    /** In milliseconds, from `250ms`, `5s`, `2m`, `1h` or a bare number of milliseconds. */
    duration: (name: string, fallback?: number) =>
      readShown(name, fallback, (text) => parseDuration(text), 'a duration such as 500ms, 5s or 2m'),
  };
}

export type Env = ReturnType<typeof createEnv>;

/** The schemes of services. */
export const HTTP = ['http:', 'https:'] as const;

/** The environment of this process. */
export const env: Env = createEnv();

/** `a, b or c`. */
function listed(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

function parseInteger(text: string): number | undefined {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** True or false of `true`, `1`, `yes`, `on` and their opposites; undefined for any other text. */
export function parseFlag(text: string): boolean | undefined {
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true;
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false;
  return undefined;
}

function parseList(text: string): readonly string[] | undefined {
  const items = text.split(',').map((item) => item.trim());
  return items.includes('') ? undefined : items;
}

/** Whether a text is a URL with one of the schemes, such as `http:`. */
function isUrl(text: string, schemes: readonly string[]): boolean {
  const scheme = schemes.find((each) => text.startsWith(each === 'data:' ? each : `${each}//`));
  // One for MongoDB may name several hosts, which is no URL for others.
  return scheme !== undefined && (scheme.startsWith('mongodb') || URL.canParse(text));
}

function parseUrls(text: string): readonly string[] | undefined {
  const urls = parseList(text);
  return urls?.every((url) => isUrl(url, HTTP)) ? urls : undefined;
}

/** Reads DISK_LOW_WATER_MB, below which changes are refused: 64 by default. In bytes. @throws ConfigError */
export function readLowWaterBytes(env: Env): number {
  const megabytes = env.integer('DISK_LOW_WATER_MB', 64);
  if (megabytes < 0)
    throw new ConfigError(`DISK_LOW_WATER_MB=${megabytes} is invalid: expected 0 or more megabytes`);
  return megabytes * MEGABYTE;
}

/** Reads LOG_LIMIT_MB, the largest log of a process: 10 by default. In bytes. @throws ConfigError */
export function readLogBytes(env: Env): number {
  const megabytes = env.integer('LOG_LIMIT_MB', 10);
  if (megabytes < 1)
    throw new ConfigError(`LOG_LIMIT_MB=${megabytes} is invalid: expected 1 or more megabytes`);
  return megabytes * MEGABYTE;
}

const MEGABYTE = 2 ** 20;

const MODES = ['development', 'production', 'test'] as const;

/**
 * Reads NODE_ENV, which is `development` by default. Another word would open what is meant to be closed.
 *
 * @throws ConfigError
 */
export function readMode(env: Env): (typeof MODES)[number] {
  return env.choice('NODE_ENV', MODES, 'development');
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Reads LOG_LEVEL, which is `info` by default; `silent` turns the log off. @throws ConfigError */
export function readLogLevel(env: Env): (typeof LEVELS)[number] {
  return env.choice('LOG_LEVEL', LEVELS, 'info');
}
