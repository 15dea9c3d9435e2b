import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { subjectKey } from './identity.ts';
import { bearerToken, createVerifier, InvalidToken } from './verifier.ts';

const { publicKey, privateKey } = await generateKeyPair('ES256');
const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] };
const jwksUrl = `data:application/json,${encodeURIComponent(JSON.stringify(keys))}`;
const expected = { issuer: 'us', audience: 'meetingroom' };
const now = () => Math.floor(Date.now() / 1_000);

/** A token with valid claims, overridden by the given ones; undefined omits a claim. */
function sign(claims: Record<string, unknown> = {}): Promise<string> {
  const valid = { sub: 'alice', role: 'customer', iss: 'us', aud: 'meetingroom', exp: now() + 60 };
  return new SignJWT({ ...valid, ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
}

test('a token proves the caller’s subject, role and scopes', async () => {
  const token = await sign({ role: 'host', scope: 'extra:read internal' });
  const { verify } = createVerifier({ jwksUrl, ...expected });
  const identity = await verify(token);
  expect(identity).toMatchObject({ subject: 'alice', role: 'host', token });
  expect(identity.scopes).toContain('booking:manage');
  expect(identity.scopes).toContain('extra:read');
  expect(identity.scopes).not.toContain('internal');
  expect(await verify(token)).toBe(identity);
});

test('a token without a role is accepted if configured', async () => {
  const token = await sign({ role: undefined, scope: 'shop:read internal' });
  const identity = await createVerifier({ jwksUrl, ...expected, roleless: 'customer' }).verify(token);
  expect(identity).toMatchObject({ subject: 'alice', scopes: ['shop:read'] });
  const unknown = createVerifier({ jwksUrl, ...expected, roleless: 'customer' });
  await expect(unknown.verify(await sign({ role: 'king' }))).rejects.toThrow('no known role');
  await expect(createVerifier({ jwksUrl, ...expected }).verify(token)).rejects.toThrow('no known role');
});

describe('an address and a locale in the token', () => {
  const { verify } = createVerifier({ jwksUrl, ...expected });

  test('are part of the identity', async () => {
    const token = await sign({ email: 'alice+rooms@example.org', locale: 'ko-KR' });
    expect(await verify(token)).toMatchObject({ email: 'alice+rooms@example.org', locale: 'ko-KR' });
  });

  test.each([
    ['without them', {}],
    ['that are no texts', { email: ['alice@example.org'], locale: 7 }],
    ['with a second address', { email: 'alice@example.org,bob@example.org' }],
    ['with a second header', { email: 'alice@example.org\r\nBcc: bob@example.org', locale: 'en\nko' }],
    ['with a name', { email: 'Alice <alice@example.org>' }],
    ['without a domain', { email: 'alice' }],
    ['with an address that is not the caller’s for sure', { email: 'a@example.org', email_verified: false }],
    ['with an address that is too long', { email: `alice@${'x'.repeat(250)}.org`, locale: 'x'.repeat(9) }],
  ])('are left out of one %s', async (_of, claims) => {
    const identity = await verify(await sign(claims));
    expect(identity).toMatchObject({ subject: 'alice' });
    expect(identity).not.toHaveProperty('email');
    expect(identity).not.toHaveProperty('locale');
  });
});

test('the key of a subject is a UUID, the same for the same subject', () => {
  const key = subjectKey('alice@example.org > *');
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(subjectKey('alice@example.org > *')).toBe(key);
  expect(subjectKey('alice@example.org > *.')).not.toBe(key);
});

describe('a token is invalid', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['when it has expired', { exp: now() - 60 }, 'expired'],
    ['when it never expires', { exp: undefined }, 'not valid'],
    ['without a subject', { sub: undefined }, 'not valid'],
    ['with an empty subject', { sub: '' }, 'no subject'],
    ['with a subject of more than 255 characters', { sub: 'x'.repeat(256) }, '1 to 255'],
    ['with a subject of two lines', { sub: 'a\nb' }, 'one line'],
    ['with a number as subject', { sub: 5 }, 'one line'],
    ['with a list as subject', { sub: ['alice'] }, 'one line'],
    ['with an object as subject', { sub: { name: 'alice' } }, 'one line'],
    ['with a subject of NUL', { sub: 'a\0' }, 'one line'],
    ['with half a surrogate pair in its subject', { sub: 'a\ud800' }, 'one line'],
    ['with white space around the subject', { sub: ' alice' }, 'one line'],
    ['with an unknown role', { role: 'king' }, 'no known role'],
    ['from another issuer', { iss: 'them' }, 'not valid'],
    ['for another audience', { aud: 'elsewhere' }, 'not valid'],
    ['before its start time', { nbf: now() + 60 }, 'not valid'],
  ])('%s', async (_when, claims, message) => {
    const refused = createVerifier({ jwksUrl, ...expected }).verify(await sign(claims));
    await expect(refused).rejects.toThrow(InvalidToken);
    await expect(refused).rejects.toThrow(message);
  });

  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  test.each([
    ['x'],
    ['a.b.c'],
    [`${part({ alg: 'none' })}.${part({ sub: 'alice', role: 'admin' })}.`],
    [`${part({ alg: 'HS256' })}.${part({ sub: 'alice', role: 'admin' })}.AAAA`],
    [`${part({})}.${part({})}.AAAA`],
    [`${part({ alg: 'ES256', crit: ['b64'], b64: false })}.${part({})}.AAAA`],
  ])('when it is forged: %s', async (token) => {
    await expect(createVerifier({ jwksUrl, ...expected }).verify(token)).rejects.toThrow(InvalidToken);
  });
});

test('keys in a file are found once the file is complete', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  const file = join(folder, 'jwks.json');
  const { verify } = createVerifier({ jwksUrl: pathToFileURL(file).href, ...expected });
  const token = await sign();
  await expect(verify(token)).rejects.toThrow('ENOENT');
  await writeFile(file, '{ "keys": [');
  await expect(verify(token)).rejects.toThrow('JSON');
  await writeFile(file, '{}');
  await expect(verify(token)).rejects.toThrow('JSON Web Key Set malformed');
  await writeFile(file, JSON.stringify(keys));
  expect(await verify(token)).toMatchObject({ subject: 'alice' });
  await rm(folder, { recursive: true });
});

test('only a Bearer header contains a token', () => {
  expect(bearerToken('Bearer abc')).toBe('abc');
  expect(bearerToken('bearer  abc ')).toBe('abc');
  for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b'])
    expect(bearerToken(header)).toBeUndefined();
});
