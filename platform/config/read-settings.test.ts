import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, problemsOf } from './config-error.ts';
import { PRODUCTION, SHUTDOWN } from './process-settings.ts';
import { readSettings } from './read-settings.ts';
import { section } from './setting.ts';
import { anyDuration, duration, flag, oneOf, port, text, texts, url, urls } from './setting-kinds.ts';

const about = (env: string) => ({ env, description: 'for the test' });

const TABLE = z.strictObject({
  name: text.withDefault('booking', about('NAME')),
  port: port.withDefault(0, about('PORT')),
  isOn: flag.withDefault(false, about('FLAG')),
  colour: oneOf('red', 'green', 'blue').withDefault('red', about('COLOUR')),
  items: texts.withDefault([], about('ITEMS')),
  wait: anyDuration.withDefault(250, about('WAIT')),
  timeout: duration.withDefault(1_000, about('TIMEOUT')),
  neighbour: section({
    urls: urls.optional(about('NEIGHBOUR_URL')),
    token: text.optional({ ...about('TOKEN'), isSecret: true }),
  }),
});

test('values are read by their types, and blank ones are unset', () => {
  expect(
    readSettings(TABLE, {
      NAME: ' room ',
      PORT: '4000',
      FLAG: 'Yes',
      COLOUR: 'green',
      ITEMS: 'a, b',
      WAIT: '1.5s',
      TIMEOUT: ' ',
      NEIGHBOUR_URL: 'http://a:1/x, http://b:2/x',
    }),
  ).toEqual({
    name: 'room',
    port: 4_000,
    isOn: true,
    colour: 'green',
    items: ['a', 'b'],
    wait: 1_500,
    timeout: 1_000,
    neighbour: { urls: ['http://a:1/x', 'http://b:2/x'] },
  });
  expect(readSettings(TABLE, {})).toMatchObject({ name: 'booking', port: 0, neighbour: {} });
});

test.each([
  ['PORT', 'x', 'PORT=x is invalid: expected a whole number from 0 to 65535'],
  ['PORT', '1.5', 'PORT=1.5 is invalid'],
  ['FLAG', '4000', 'FLAG=4000 is invalid: expected true or false'],
  ['COLOUR', 'black', 'COLOUR=black is invalid: expected red, green or blue'],
  ['WAIT', 'soon', 'WAIT=soon is invalid: expected a duration such as 500ms, 5s or 2m'],
  ['TIMEOUT', '0', 'TIMEOUT=0 is invalid: expected a duration'],
  ['NEIGHBOUR_URL', 'http://a:1,b', 'NEIGHBOUR_URL is invalid: expected an http: or https: URL'],
])('%s=%s is refused', (name, value, message) => {
  expect(() => readSettings(TABLE, { [name]: value })).toThrow(ConfigError);
  expect(() => readSettings(TABLE, { [name]: value })).toThrow(message);
});

test('everything that is wrong is named at once', () => {
  const table = TABLE.extend({ key: text.required(about('KEY')), shutdown: SHUTDOWN });
  const wrong = { PORT: 'x', NEIGHBOUR_URL: 'secret', TOKEN_FILE: '/none', SHUTDOWN_DELAY: '30s' };
  expect(problemsOf(() => readSettings(table, wrong))).toEqual([
    "TOKEN_FILE names a file that cannot be read: ENOENT: no such file or directory, open '/none'",
    'PORT=x is invalid: expected a whole number from 0 to 65535',
    'NEIGHBOUR_URL is invalid: expected an http: or https: URL, or several',
    'KEY is not set: expected a string',
    'SHUTDOWN_DELAY (30000 ms) is not below SHUTDOWN_TIMEOUT (20000 ms): nothing would be drained',
  ]);
  expect(() => readSettings(table, wrong)).toThrow(
    /^5 settings are wrong:\n {2}TOKEN_FILE names.*\n {2}PORT=x/,
  );
});

describe('a secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function fileWith(content: string): string {
    const file = join(folder, 'token');
    writeFileSync(file, content);
    return file;
  }

  test.each([
    ['s3cr3t\n', 's3cr3t'],
    ['s3cr3t\r\n', 's3cr3t'],
    ['line 1\nline 2\n', 'line 1\nline 2'],
    ['s3cr3t', 's3cr3t'],
  ])('in a file with %j is %j', (content, token) => {
    expect(readSettings(TABLE, { TOKEN_FILE: fileWith(content) }).neighbour.token).toBe(token);
  });

  test('is set in one of the two ways', () => {
    expect(
      problemsOf(() => readSettings(TABLE, { TOKEN: 's3cr3t', TOKEN_FILE: fileWith('s3cr3t') })),
    ).toEqual(['TOKEN and TOKEN_FILE are both set: expected one of them']);
  });

  test('is no empty file, and what is no secret has none', () => {
    const file = fileWith('\n');
    expect(problemsOf(() => readSettings(TABLE, { TOKEN_FILE: file }))).toEqual([
      `TOKEN_FILE names ${file}, which is empty`,
    ]);
    expect(readSettings(TABLE, { NAME_FILE: fileWith('x') }).name).toBe('booking');
  });

  test('that is required and whose file is missing is one problem', () => {
    const table = z.strictObject({ key: text.required({ ...about('KEY'), isSecret: true }) });
    expect(problemsOf(() => readSettings(table, { KEY_FILE: '/none' }))).toEqual([
      "KEY_FILE names a file that cannot be read: ENOENT: no such file or directory, open '/none'",
    ]);
  });
});

describe('durations', () => {
  test.each([
    ['250', 250],
    ['250ms', 250],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
    ['0', 0],
  ])('%s is %i ms', (WAIT, ms) => expect(readSettings(TABLE, { WAIT }).wait).toBe(ms));

  test.each(['-1s', '5 s', '1w', 's', '1e3'])('%s is invalid', (WAIT) => {
    expect(() => readSettings(TABLE, { WAIT })).toThrow(ConfigError);
  });
});

describe('a URL', () => {
  const table = (scheme: string) => z.strictObject({ a: url(scheme).required(about('A')) });

  test.each([
    ['postgres://user:pass@host/database', 'postgres:'],
    ['mongodb://user:pass@a:1,b:2,c/db?replicaSet=x', 'mongodb:'],
    ['mongodb://%2Ftmp%2Fmongodb.sock/db', 'mongodb:'],
  ])('%s is valid', (A, scheme) => expect(readSettings(table(scheme), { A }).a).toBe(A));

  test.each([
    'postgres:/user:secret@host',
    'postgre://user:secret@host',
    'http://secret.example',
    'postgres://user:secret@ho st/x',
    'postgres://user:secret@host:port/x',
    'secret',
  ])('%s is refused without its value', (A) => {
    const read = () => readSettings(table('postgres:'), { A });
    expect(read).toThrow('A is invalid: expected a URL with the scheme postgres:');
    expect(read).not.toThrow('secret');
  });
});

test('NODE_ENV is one of three words', () => {
  const table = z.strictObject({ production: PRODUCTION });
  expect(readSettings(table, {}).production).toBe(false);
  expect(readSettings(table, { NODE_ENV: 'test' }).production).toBe(false);
  expect(readSettings(table, { NODE_ENV: 'production' }).production).toBe(true);
  for (const NODE_ENV of ['Production', 'prod', 'PRODUCTION', 'staging', 'true'])
    expect(() => readSettings(table, { NODE_ENV })).toThrow(
      `NODE_ENV=${NODE_ENV} is invalid: expected development, production or test`,
    );
});
