import { describe, expect, test } from 'vitest';
import { ConfigError, createEnv, readMode } from './env.ts';

const env = createEnv({
  NAME: ' booking ',
  EMPTY: '',
  BLANK: '  ',
  PORT: '4000',
  HALF: '1.5',
  FLAG: 'Yes',
  COLOUR: 'green',
  OFF: '0',
  URL: 'http://localhost:4000/x',
  NO_URL: 'localhost',
  URLS: 'http://a:1/x, http://b:2/x',
  NOT_ALL_URLS: 'http://a:1,b',
});

test('reads values by their types', () => {
  expect(env.string('NAME')).toBe('booking');
  expect(env.integer('PORT')).toBe(4_000);
  expect(env.flag('FLAG')).toBe(true);
  expect(env.flag('OFF')).toBe(false);
  expect(env.choice('COLOUR', ['red', 'green', 'blue'])).toBe('green');
  expect(env.url('URL', 'https:', 'http:')).toBe('http://localhost:4000/x');
  expect(env.list('URLS')).toEqual(['http://a:1/x', 'http://b:2/x']);
  expect(env.urls('URL')).toEqual(['http://localhost:4000/x']);
  expect(env.urls('URLS')).toEqual(['http://a:1/x', 'http://b:2/x']);
});

test.each(['EMPTY', 'BLANK', 'NOT_THERE'])('%s counts as unset', (name) => {
  expect(env.string(name, 'fallback')).toBe('fallback');
  expect(env.integer(name, 0)).toBe(0);
  expect(env.flag(name, false)).toBe(false);
  expect(env.optional(name)).toBeUndefined();
  expect(() => env.string(name)).toThrow(ConfigError);
});

test('the error of an invalid value has the name of the variable and the expected value', () => {
  expect(() => env.integer('HALF')).toThrow('HALF=1.5 is invalid: expected a whole number');
  expect(() => env.choice('COLOUR', ['red', 'blue', 'black'], 'red')).toThrow(
    'COLOUR=green is invalid: expected red, blue or black',
  );
  expect(() => env.flag('PORT')).toThrow('PORT=4000 is invalid: expected true or false');
  expect(() => env.url('NO_URL', 'a:', 'b:')).toThrow(
    'NO_URL is invalid: expected a URL that begins with a:// or b://',
  );
  expect(() => env.urls('NOT_ALL_URLS')).toThrow('NOT_ALL_URLS is invalid: expected an http: or https: URL');
  expect(() => env.duration('NO_URL')).toThrow('a duration such as 500ms, 5s or 2m');
  // The default does not replace an invalid value.
  expect(() => env.integer('HALF', 1)).toThrow(ConfigError);
});

describe('durations', () => {
  test.each([
    ['250', 250],
    ['250ms', 250],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
  ])('%s is %i ms', (D, ms) => expect(createEnv({ D }).duration('D')).toBe(ms));

  test.each(['-1s', '5 s', '1w', 's', '1e3'])('%s is invalid', (D) => {
    expect(() => createEnv({ D }).duration('D')).toThrow(ConfigError);
  });
});

describe('a URL', () => {
  test.each([
    ['postgres://user:pass@host/database', 'postgres:'],
    ['mongodb://user:pass@a:1,b:2,c/db?replicaSet=x', 'mongodb:'],
    ['mongodb://%2Ftmp%2Fmongodb.sock/db', 'mongodb:'],
  ])('%s is valid', (A, scheme) => expect(createEnv({ A }).url('A', scheme)).toBe(A));

  test.each([
    'postgres:/user:secret@host',
    'postgre://user:secret@host',
    'http://secret.example',
    'postgres://user:secret@ho st/x',
    'postgres://user:secret@host:port/x',
    'secret',
  ])('%s is refused without its value', (A) => {
    const read = () => createEnv({ A }).url('A', 'postgres:');
    expect(read).toThrow('A is invalid: expected a URL that begins with postgres://');
    expect(read).not.toThrow('secret');
  });
});

test('NODE_ENV is one of three words', () => {
  expect(readMode(createEnv({}))).toBe('development');
  expect(readMode(createEnv({ NODE_ENV: 'production' }))).toBe('production');
  for (const NODE_ENV of ['Production', 'prod', 'PRODUCTION', 'staging'])
    expect(() => readMode(createEnv({ NODE_ENV }))).toThrow(
      `NODE_ENV=${NODE_ENV} is invalid: expected development, production or test`,
    );
});
