import { describe, expect, test } from 'vitest';
import type { Identity } from '../../platform/identity/identity.ts';
import { InvalidToken, type Verifier } from '../../platform/identity/verifier.ts';
import { createTestIssuer } from '../../platform/testing/issuer.ts';
import { createAuthenticate } from './authenticate.ts';

const config = {
  jwksUrl: 'file:///none',
  keysMaxAge: 1_000,
  issuer: 'i',
  audience: 'a',
  requireRole: true,
  policyClaim: 'can',
};
const issuer = await createTestIssuer();

function token(claims: Record<string, unknown> = {}): Promise<string> {
  return issuer.token({ subject: 'alice', ...claims });
}

/**
 * A verifier that accepts every token, counts its calls, and issues identities that last for some seconds.
 */
function counting(lasts = 600): Pick<Verifier, 'verify'> & { asked: number } {
  const verifier = {
    asked: 0,
    async verify(text: string): Promise<Identity> {
      verifier.asked += 1;
      if (text === 'bad') throw new InvalidToken('The token is not valid.');
      const expiresAt = Math.floor(Date.now() / 1_000) + lasts;
      return {
        subject: 'alice',
        role: 'customer',
        scopes: [],
        expiresAt,
        key: { isWithdrawn: false },
        token: text,
      };
    },
  };
  return verifier;
}

describe('a token', () => {
  test('is verified once and then cached', async () => {
    const verifier = counting();
    const authenticate = createAuthenticate(config, verifier);
    const header = `Bearer ${await token()}`;
    const first = await authenticate(header);
    const again = authenticate(header);
    // The cached result is synchronous.
    expect(again).toBe(first);
    expect(verifier.asked).toBe(1);
  });

  test('that has expired is verified again', async () => {
    const verifier = counting(-1);
    const authenticate = createAuthenticate(config, verifier);
    const header = `Bearer ${await token()}`;
    await authenticate(header);
    await authenticate(header);
    expect(verifier.asked).toBe(2);
  });

  test('that is invalid is refused every time', async () => {
    const authenticate = createAuthenticate(config, counting());
    expect(await authenticate('Bearer bad')).toMatchObject({ kind: 'refused' });
    expect(await authenticate('Basic x')).toMatchObject({ kind: 'refused' });
    expect(await authenticate('Bearer bad')).toMatchObject({ kind: 'refused' });
  });

  test.each([
    [{ can: ['p', 'q', 3] }, ['p', 'q']],
    [{ can: 'p q' }, ['p', 'q']],
    [{ can: { p: true } }, []],
    [{ policies: ['p'] }, []],
  ])('with %j has the policies %j', async (claims, policies) => {
    const authenticate = createAuthenticate(config, counting());
    expect(await authenticate(`Bearer ${await token(claims)}`)).toMatchObject({ policies });
  });
});

test('without configured keys every caller is anonymous, whatever the header', () => {
  expect(createAuthenticate(undefined, undefined)('Bearer bad')).toMatchObject({ kind: 'anonymous' });
});
