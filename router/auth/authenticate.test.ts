import { describe, expect, test, vi } from 'vitest';
import { InvalidToken } from '../../platform/identity/token-verifier.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { createTestIssuer } from '../../platform/testing/issuer.ts';
import {
  type AuthConfig,
  createAuthenticate,
  createCallerVerifier,
  type Identified,
} from './authenticate.ts';

const issuer = await createTestIssuer({ issuer: 'ours', audience: 'graph' });
const foreign = await createTestIssuer({ issuer: 'theirs', audience: 'their-graph' });
const log = createLogger('router', 'silent');

const OURS = {
  jwksUrl: issuer.jwksUrl,
  issuer: 'ours',
  audience: 'graph',
  roles: { clerk: ['stock:read'], machine: ['inside', 'stock:read'], visitor: [] },
};
const THEIRS = { jwksUrl: foreign.jwksUrl, issuer: 'theirs', audience: 'their-graph', roles: {} };
const CONFIG: AuthConfig = {
  issuers: [OURS, THEIRS],
  keysMaxAge: 60_000,
  requireRole: true,
  roleClaim: 'role',
  scopeClaims: ['scope', 'scp'],
  reservedScopes: ['inside'],
  policyClaim: 'can',
};

/** The caller of a token with these claims. */
async function callerOf(claims: Record<string, unknown>, config: Partial<AuthConfig> = {}, from = issuer) {
  const verifier = createCallerVerifier({ ...CONFIG, ...config }, log);
  const token = await from.token({ subject: 'alice', role: 'visitor', ...claims });
  const caller = await createAuthenticate(verifier)(`Bearer ${token}`);
  verifier.close();
  return caller;
}

const scopes = (...expected: string[]) => ({ kind: 'identified', identity: { scopes: expected } });
const REFUSED = { kind: 'refused', message: 'The token has no known role.' };

/** A verifier that accepts every token, with a key, for identities that last for some seconds. */
function counting(lasts = 600) {
  const key = { isWithdrawn: false };
  const verify = vi.fn(async (text: string): Promise<Identified> => {
    if (text === 'bad') throw new InvalidToken('The token is not valid.');
    const expiresAt = Math.floor(Date.now() / 1_000) + lasts;
    return { kind: 'identified', identity: { subject: 'alice', scopes: [], expiresAt, key }, policies: [] };
  });
  return { verify, key };
}

describe('a token', () => {
  test('is verified once and then cached', async () => {
    const verifier = counting();
    const authenticate = createAuthenticate(verifier);
    const first = await authenticate('Bearer x');
    // The cached result is synchronous.
    expect(authenticate('Bearer x')).toBe(first);
    expect(verifier.verify).toHaveBeenCalledTimes(1);
  });

  test('that has expired is verified again', async () => {
    const verifier = counting(-1);
    const authenticate = createAuthenticate(verifier);
    await authenticate('Bearer x');
    await authenticate('Bearer x');
    expect(verifier.verify).toHaveBeenCalledTimes(2);
  });

  test('whose key has been withdrawn is verified again', async () => {
    const verifier = counting();
    const authenticate = createAuthenticate(verifier);
    await authenticate('Bearer x');
    verifier.key.isWithdrawn = true;
    await authenticate('Bearer x');
    expect(verifier.verify).toHaveBeenCalledTimes(2);
  });

  test('that is invalid is refused every time', async () => {
    const authenticate = createAuthenticate(counting());
    for (const header of ['Bearer bad', 'Basic x', 'Bearer bad'])
      expect(await authenticate(header)).toMatchObject({ kind: 'refused' });
  });

  test.each([
    [{ can: ['p', 'q', 3] }, ['p', 'q']],
    [{ can: 'p q' }, ['p', 'q']],
    [{ can: { p: true } }, []],
    [{ policies: ['p'] }, []],
  ])('with %j has the policies %j', async (claims, policies) => {
    expect(await callerOf(claims)).toMatchObject({ policies });
  });
});

describe('the scopes of a token', () => {
  test.each([
    ['of its role', { role: 'clerk' }, ['stock:read']],
    ['of its roles', { role: ['clerk', 'machine'] }, ['stock:read', 'inside']],
    ['of a text', { scope: 'a  b' }, ['a', 'b']],
    ['of a list', { scope: ['a', 'b', 7, null] }, ['a', 'b']],
    ['of another claim', { scp: 'a b' }, ['a', 'b']],
    ['of another claim that is a list', { scp: ['a', 'b'] }, ['a', 'b']],
    [
      'of all claims together, each once',
      { role: 'clerk', scope: 'a stock:read', scp: ['a', 'b'] },
      ['stock:read', 'a', 'b'],
    ],
    ['without those that only a role grants', { scope: 'inside a', scp: ['inside'] }, ['a']],
    ['without those of a claim that is not configured', { permissions: ['a'] }, []],
    ['without those of another form', { scope: { a: true }, scp: 7 }, []],
  ])('are those %s', async (_of, claims, expected) => {
    expect(await callerOf(claims)).toMatchObject(scopes(...expected));
  });

  test('come from the configured claims', async () => {
    const config = { scopeClaims: ['https://theirs.example/permissions'], roleClaim: 'groups' };
    const claims = {
      'https://theirs.example/permissions': ['a'],
      scope: 'b',
      groups: ['clerk'],
      role: 'machine',
    };
    expect(await callerOf(claims, config)).toMatchObject(scopes('stock:read', 'a'));
  });
});

describe('a role', () => {
  test.each(['king', 'constructor', '', undefined, 7, ['king']])('that is %j is refused', async (role) => {
    expect(await callerOf({ role })).toMatchObject(REFUSED);
    expect(await callerOf({ role, scope: 'a' }, { requireRole: false })).toMatchObject(scopes('a'));
  });

  test('of a foreign issuer grants nothing', async () => {
    for (const role of ['machine', ['machine', 'clerk']])
      expect(await callerOf({ role, scope: 'inside a' }, {}, foreign)).toMatchObject(scopes('a'));
  });

  test('grants what its issuer’s roles say', async () => {
    const issuers = [OURS, { ...THEIRS, roles: { clerk: ['their:read'] } }];
    expect(await callerOf({ role: 'clerk' }, { issuers }, foreign)).toMatchObject(scopes('their:read'));
    expect(await callerOf({ role: 'clerk' }, { issuers })).toMatchObject(scopes('stock:read'));
    expect(await callerOf({ role: 'machine' }, { issuers }, foreign)).toMatchObject(REFUSED);
  });
});

test.each([
  ['an issuer that is not configured', { issuer: 'nobody', audience: 'graph' }],
  ['a configured issuer that others sign for', { issuer: 'ours', audience: 'graph' }],
  ['one issuer for the audience of another', { issuer: 'ours', audience: 'their-graph' }],
])('a token of %s is refused', async (_of, named) => {
  expect(await callerOf({}, {}, await createTestIssuer(named))).toMatchObject({
    kind: 'refused',
    message: 'The token is not valid.',
  });
});

test('a key proves only the tokens of its own issuer', async () => {
  const issuers = [
    { ...OURS, jwksUrl: THEIRS.jwksUrl },
    { ...THEIRS, jwksUrl: OURS.jwksUrl },
  ];
  expect(await callerOf({ role: 'clerk' })).toMatchObject({ kind: 'identified' });
  expect(await callerOf({ role: 'clerk' }, { issuers })).toMatchObject({ kind: 'refused' });
});

test('without configured keys every caller is anonymous, whatever the header', () => {
  expect(createAuthenticate(undefined)('Bearer bad')).toMatchObject({ kind: 'anonymous' });
});
