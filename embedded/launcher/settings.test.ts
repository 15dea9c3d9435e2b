import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

function replicas(REPLICAS?: string): readonly number[] {
  const settings = readSettings({ REPLICAS });
  if (typeof settings === 'string') throw new Error(settings);
  return ['booking', 'room', 'router'].map(settings.replicas);
}

test.each([
  [undefined, [1, 1, 1]],
  ['2', [2, 2, 2]],
  ['booking=2, router=3', [2, 1, 3]],
  ['2,room=1', [2, 1, 2]],
])('REPLICAS=%s', (text, counts) => {
  expect(replicas(text)).toEqual(counts);
});

test('an unknown LOG_LEVEL is refused in one line', () => {
  expect(readSettings({ LOG_LEVEL: 'loud' })).toBe(
    'LOG_LEVEL=loud is invalid: expected trace, debug, info, warn, error, fatal or silent.',
  );
  expect(readSettings({ LOG_LEVEL: 'debug' })).toBeTypeOf('object');
});

test('a LOG_LIMIT_MB without room for lines is refused in one line', () => {
  expect(readSettings({ LOG_LIMIT_MB: '0' })).toBe(
    'LOG_LIMIT_MB=0 is invalid: expected 1 or more megabytes.',
  );
  expect(readSettings({})).toMatchObject({ logBytes: 10 * 2 ** 20 });
});

test('how long streams keep what is left open unless it is set', () => {
  expect(readSettings({})).toMatchObject({ kept: {} });
  expect(readSettings({ EVENTS_KEPT: '60d', DEAD_KEPT: '48h' })).toMatchObject({
    kept: { eventsKeptMs: 60 * 24 * 3_600_000, deadKeptMs: 48 * 3_600_000 },
  });
});

test.each([
  [{ NODE_ENV: 'production' }, 'JWKS_URL is not set: with NODE_ENV=production there is no local issuer'],
  [{ NODE_ENV: 'production', JWKS_ULR: 'https://i.example/keys' }, 'JWKS_URL is not set'],
  [{ NODE_ENV: 'production', JWKS_URL: 'https://i.example/keys' }, 'SERVICE_TOKEN is not set'],
  [{ NODE_ENV: 'Production' }, 'NODE_ENV=Production is invalid: expected development, production or test.'],
  [{ STRIPE_API_BASE: 'https://secret.example' }, 'STRIPE_API_KEY is not set'],
  [{ STRIPE_API_KEY: 'sk_secret' }, 'STRIPE_WEBHOOK_SECRET is not set'],
])('%j is refused', (env, message) => {
  const refused = readSettings(env);
  expect(refused).toContain(message);
  expect(refused).not.toContain('secret.example');
  expect(refused).not.toContain('sk_secret');
});

test('production needs the keys of an identity provider and a token of the services', () => {
  const env = { NODE_ENV: 'production', JWKS_URL: 'https://i.example/keys', SERVICE_TOKEN: 't' };
  expect(readSettings(env)).toMatchObject({ jwksUrl: env.JWKS_URL });
});

test.each([
  ['NATS_URL', 'nats://us:s3cr3t@a:4222,nats://us:s3cr3t@b:4222', 'nats', 'a:4222, b:4222'],
  ['MONGODB_URL', 'mongodb://us:s3,cr@3t@a:1,b:2/?replicaSet=rs', 'mongodb', 'a:1,b:2'],
  ['DATABASE_URL', 'postgresql://us:s3cr3t@a:1,b:2/booking', 'postgres', 'a:1,b:2'],
] as const)('%s may have several hosts', (variable, url, server, hosts) => {
  const settings = readSettings({ [variable]: url });
  if (typeof settings === 'string') throw new Error(settings);
  expect(settings.configured[server]?.url()).toBe(url);
  expect(settings.configured[server]?.hosts).toBe(hosts);
});

test('a service may have an address of its own', () => {
  const settings = readSettings({ DATABASE_URL: 'postgres://a/b', BOOKING_DATABASE_URL: 'postgres://c/d' });
  if (typeof settings === 'string') throw new Error(settings);
  const urls = [undefined, 'booking', 'payment'].map((of) => settings.configured.postgres?.url(of));
  expect(urls).toEqual(['postgres://a/b', 'postgres://c/d', 'postgres://a/b']);
});

test.each([
  [{ BOOKING_DATABASE_URL: 'postgres://us:s3cr3t@a/b' }, 'BOOKING_DATABASE_URL is set without DATABASE_URL'],
  [{ DATABASE_URL: 'mysql://us:s3cr3t@a/b' }, 'DATABASE_URL is not a URL of this kind of server'],
  [{ NATS_URL: 'nats://a:1', ROOM_NATS_URL: 'http://us:s3cr3t@a' }, 'ROOM_NATS_URL is invalid'],
  [
    { NATS_URL: 'nats://a:1', NATS_TOKEN: 's3cr3t', ROOM_NATS_URL: 'nats://us:s3cr3t@a:1' },
    'There are several credentials for NATS: those in ROOM_NATS_URL, NATS_TOKEN',
  ],
])('%j is refused without its value', (env, message) => {
  const refused = readSettings(env);
  expect(refused).toContain(message);
  expect(refused).not.toContain('s3cr3t');
});

test.each(['0', 'kitchen=2', 'booking', '2,booking=x'])('REPLICAS=%s is refused', (REPLICAS) => {
  expect(readSettings({ REPLICAS })).toContain('booking=2,router=2');
});

test('everything that is wrong is named at once', () => {
  const refused = readSettings({
    PORT: 'x',
    REPLICAS: '0',
    DATABASE_URL: 'mysql://a',
    STRIPE_API_BASE: 'https://a',
  });
  for (const name of ['PORT=x', 'REPLICAS=0', 'DATABASE_URL', 'STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'])
    expect(refused).toContain(`\n  ${name}`);
});

test('secrets come from files, and the processes get their values', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    const file = join(folder, 'url');
    writeFileSync(file, 'postgres://us:s3cr3t@a/b\n');
    const settings = readSettings({ DATABASE_URL_FILE: file, STRIPE_API_KEY_FILE: '/none' });
    expect(settings).toContain('STRIPE_API_KEY_FILE names a file that cannot be read');
    expect(settings).not.toContain('STRIPE_API_KEY is not set');
    const read = readSettings({ DATABASE_URL_FILE: file });
    if (typeof read === 'string') throw new Error(read);
    expect(read.configured.postgres?.url()).toBe('postgres://us:s3cr3t@a/b');
    expect(read.environment).toEqual({ DATABASE_URL: 'postgres://us:s3cr3t@a/b' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
