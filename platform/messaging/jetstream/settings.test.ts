import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../config/config-error.ts';
import { accessOf, readNatsSettings } from './settings.ts';

const read = (variables: Readonly<Record<string, string>>) =>
  accessOf(readNatsSettings({ NATS_URL: 'nats://a:1', ...variables }));

function refusal(variables: Readonly<Record<string, string>>): string {
  try {
    read(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('It was accepted');
}

describe('addresses', () => {
  test.each([
    ['nats://a:4222', ['a:4222']],
    ['a:4222', ['a:4222']],
    ['nats://a', ['a']],
    ['nats://a:1, nats://[::1]:2', ['a:1', '[::1]:2']],
    ['tls://user:secret@a:1,tls://user:secret@b:2/', ['a:1', 'b:2']],
  ])('%s', (NATS_URL, servers) => {
    expect(read({ NATS_URL }).servers).toEqual(servers);
  });

  test.each([
    'http://user:secret@a:1',
    'nats://',
    'nats://user:secret@a:port',
    'nats://a:1/secret',
    ',',
    ' ',
  ])('"%s" is refused, and its text is not shown', (NATS_URL) => {
    const message = refusal({ NATS_URL });
    expect(message).toMatch(/^NATS_URL is (invalid|not set): expected nats:\/\/HOST:PORT/);
    expect(message).not.toContain('secret');
  });
});

describe('credentials', () => {
  test.each([
    [{ NATS_URL: 'nats://a:1' }, 'a client without credentials'],
    [{ NATS_URL: 'nats://booking:se%40cret@a:1' }, 'the user booking'],
    [{ NATS_URL: 'nats://secret@a:1' }, 'the token'],
    [{ NATS_USER: 'booking', NATS_PASSWORD: 'secret' }, 'the user booking'],
    [{ NATS_TOKEN: 'secret' }, 'the token'],
    [{ NATS_CREDS_FILE: import.meta.filename }, `the user of ${import.meta.filename}`],
    [{ NATS_NKEY_FILE: import.meta.filename }, `the user of ${import.meta.filename}`],
  ])('%j', (variables, who) => {
    expect(read(variables).who).toBe(who);
  });

  test('a user and password in the address are decoded', () => {
    expect(read({ NATS_URL: 'nats://book%2Fing:se%40cret@a:1' }).authenticator?.('')).toEqual({
      user: 'book/ing',
      pass: 'se@cret',
    });
  });

  test.each([
    [{ NATS_USER: 'booking' }, /NATS_USER and NATS_PASSWORD belong together/],
    [{ NATS_PASSWORD: 'secret' }, /NATS_USER and NATS_PASSWORD belong together/],
    [
      { NATS_URL: 'nats://u:secret@a:1', NATS_TOKEN: 'secret' },
      /several credentials for NATS: those in NATS_URL, NATS_TOKEN/,
    ],
    [{ NATS_URL: 'nats://u:secret@a:1,nats://b:2' }, /all its addresses have the same user/],
    [{ NATS_URL: 'nats://u:%secret@a:1' }, /a % in its user or password is written %25/],
    [{ NATS_CREDS_FILE: '/none/such' }, /^NATS_CREDS_FILE names a file that cannot be read: ENOENT/],
    [{ NATS_NKEY_FILE: '/none/such' }, /^NATS_NKEY_FILE names a file that cannot be read: ENOENT/],
  ])('%j is refused', (variables, message) => {
    expect(refusal(variables)).toMatch(message);
    expect(refusal(variables)).not.toContain('secret');
  });
});

describe('TLS', () => {
  test.each([
    [{ NATS_URL: 'nats://a:1' }, undefined],
    [{ NATS_URL: 'tls://a:1' }, {}],
    [{ NATS_URL: 'nats://a:1,tls://b:2' }, {}],
    [{ NATS_CA_FILE: import.meta.filename }, { caFile: import.meta.filename }],
    [
      { NATS_CERT_FILE: import.meta.filename, NATS_KEY_FILE: import.meta.filename },
      { certFile: import.meta.filename, keyFile: import.meta.filename },
    ],
  ])('%j', (variables, tls) => {
    expect(read(variables).tls).toEqual(tls);
  });

  test('a certificate without its key is refused', () => {
    expect(refusal({ NATS_CERT_FILE: import.meta.filename })).toMatch(/belong together/);
  });
});
