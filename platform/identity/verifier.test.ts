import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { subjectKey } from './subject.ts';
import { bearerToken, InvalidToken } from './token-verifier.ts';
import { createVerifier } from './verifier.ts';

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
  const token = await sign({ role: 'host', scope: 'extra:read internal', scp: ['more:read', 'internal', 7] });
  const { verify } = createVerifier({ jwksUrl, ...expected });
  const identity = await verify(token);
  expect(identity).toMatchObject({ subject: 'alice', role: 'host', token });
  expect(identity.scopes).toContain('booking:manage');
  expect(identity.scopes).toContain('extra:read');
  expect(identity.scopes).toContain('more:read');
  expect(identity.scopes).not.toContain('internal');
  expect(await verify(token)).toBe(identity);
});

test('the claims that name scopes are configured', async () => {
  const token = await sign({ scope: 'a', permissions: 'b c' });
  const { verify } = createVerifier({ jwksUrl, ...expected, scopeClaims: ['permissions'] });
  expect((await verify(token)).scopes).toEqual(['b', 'c']);
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

describe.each(['a file', 'a server'])('the keys in %s', (place) => {
  const issuers = new Map<string, { readonly jwk: object; readonly sign: () => Promise<string> }>();

  beforeAll(async () => {
    for (const name of ['old', 'new', 'unnamed']) {
      const pair = await generateKeyPair('ES256');
      const header = { alg: 'ES256', ...(name === 'unnamed' ? {} : { kid: name }) };
      const claims = { sub: 'alice', role: 'customer', iss: 'us', aud: 'meetingroom', exp: now() + 60 };
      issuers.set(name, {
        jwk: { ...(await exportJWK(pair.publicKey)), ...header },
        sign: () => new SignJWT(claims).setProtectedHeader(header).sign(pair.privateKey),
      });
    }
  });

  const token = (name: string) => issuers.get(name)?.sign() ?? Promise.reject(new Error(name));
  const setOf = (...names: string[]) => JSON.stringify({ keys: names.map((each) => issuers.get(each)?.jwk) });

  /** A place where keys are published, which counts how often they are read from a server. */
  async function publish(first: string) {
    let text = first;
    let reads = 0;
    if (place === 'a file') {
      const folder = await mkdtemp(join(tmpdir(), 'keys-'));
      const file = join(folder, 'jwks.json');
      await writeFile(file, first);
      return {
        url: pathToFileURL(file).href,
        reads: () => undefined,
        replace: (next: string) => writeFile(file, next),
        [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
      };
    }
    const server = createServer((_, response) => {
      reads += 1;
      response.writeHead(text === '' ? 500 : 200).end(text);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      reads: () => reads,
      async replace(next: string) {
        text = next;
      },
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('end what they signed when they are withdrawn, known tokens included', async () => {
    await using published = await publish(setOf('old', 'unnamed'));
    const verifier = createVerifier({ jwksUrl: published.url, ...expected, keysMaxAgeMs: 20 });
    const [old, unnamed] = [await token('old'), await token('unnamed')];
    const identity = await verifier.verify(old);
    expect(await verifier.verify(unnamed)).toMatchObject({ subject: 'alice' });
    await published.replace(setOf('new', 'unnamed'));
    await eventually(() => expect(identity.key.isWithdrawn).toBe(true));
    await expect(verifier.verify(old)).rejects.toThrow(InvalidToken);
    expect((await verifier.verify(unnamed)).key.isWithdrawn).toBe(false);
    expect(await verifier.verify(await token('new'))).toMatchObject({ subject: 'alice' });
    verifier.close();
  });

  test('are read again for a token of a new one, and not for each token of an unknown one', async () => {
    await using published = await publish(setOf('old'));
    const verifier = createVerifier({ jwksUrl: published.url, ...expected, keysMaxAgeMs: 3_600_000 });
    await verifier.verify(await token('old'));
    // Read a moment ago, they are not read again.
    await Promise.all(
      Array.from({ length: 20 }, async () =>
        expect(verifier.verify(await token('new'))).rejects.toThrow(InvalidToken),
      ),
    );
    if (published.reads() !== undefined) expect(published.reads()).toBe(1);
    await published.replace(setOf('old', 'new'));
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    expect(await verifier.verify(await token('new'))).toMatchObject({ subject: 'alice' });
    verifier.close();
  });

  test('hold while they cannot be read, which is reported once', async () => {
    await using published = await publish(setOf('old'));
    const reported = vi.fn<(error: unknown) => void>();
    const verifier = createVerifier({
      jwksUrl: published.url,
      ...expected,
      keysMaxAgeMs: 20,
      onUnreadableKeys: reported,
    });
    await verifier.verify(await token('old'));
    await published.replace('');
    await eventually(() => expect(reported).toHaveBeenCalledTimes(1));
    expect(await verifier.verify(await token('old'))).toMatchObject({ subject: 'alice' });
    await published.replace(setOf('new'));
    await eventually(async () => expect(verifier.verify(await token('old'))).rejects.toThrow(InvalidToken));
    expect(reported).toHaveBeenCalledTimes(1);
    verifier.close();
  });

  test('are bounded', async () => {
    await using published = await publish(`{"keys":[${Array(101).fill('{"kty":"EC"}').join()}]}`);
    const verifier = createVerifier({ jwksUrl: published.url, ...expected });
    await expect(verifier.verify(await token('old'))).rejects.toThrow('more than 100 keys');
    await published.replace(`{"keys":[]${' '.repeat(1_048_576)}}`);
    await expect(verifier.verify(await token('old'))).rejects.toThrow('exceeds 1048576 bytes');
  });
});

test('credentials in the URL of the keys are sent and not told', async () => {
  await using server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Basic ${btoa('us:p@ss')}`;
    response.writeHead(isKnown ? 200 : 401).end(JSON.stringify(keys));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const known = createVerifier({ jwksUrl: `http://us:p%40ss@${at}`, ...expected });
  expect(await known.verify(await sign())).toMatchObject({ subject: 'alice' });
  known.close();
  const refused = createVerifier({ jwksUrl: `http://us:wrong@${at}`, ...expected }).verify(await sign());
  await expect(refused).rejects.toThrow('401');
  await expect(refused).rejects.not.toThrow('wrong');
});

test('only a Bearer header contains a token', () => {
  expect(bearerToken('Bearer abc')).toBe('abc');
  expect(bearerToken('bearer  abc ')).toBe('abc');
  for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b'])
    expect(bearerToken(header)).toBeUndefined();
});
