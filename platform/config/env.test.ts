import { describe, expect, test } from 'vitest';
import { ConfigError, createEnv } from './env.ts';

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
  expect(env.url('URL')).toBe('http://localhost:4000/x');
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
  expect(() => env.url('NO_URL')).toThrow('NO_URL=localhost is invalid: expected a URL');
  expect(() => env.urls('NOT_ALL_URLS')).toThrow('a URL, or several separated by commas');
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
