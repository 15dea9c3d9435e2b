import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import {
  bearerToken,
  createVerifier,
  type Identity,
  InvalidToken,
  type Verifier,
} from '../../platform/identity/index.ts';

export type AuthConfig = {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** Whether a token must name a role. */
  readonly requireRole: boolean;
  /** The claim that lists the policies of `@policy` which the caller fulfils. */
  readonly policyClaim: string;
};

/** Who asks: nobody without a token. */
export type Caller = { readonly identity: Identity | undefined; readonly policies: readonly string[] };

/** Who sent an Authorization header: a caller, or one whose token proves nothing. */
export type Authentication =
  | ({ readonly kind: 'anonymous' } & Caller)
  | ({ readonly kind: 'identified' } & Caller & { readonly identity: Identity })
  | { readonly kind: 'refused'; readonly message: string };

/** An answer at once for headers that are known; rejects when the issuer's keys cannot be had. */
export type Authenticate = (authorization: string | undefined) => Authentication | Promise<Authentication>;

type Identified = Extract<Authentication, { kind: 'identified' }>;

const ANONYMOUS: Authentication = { kind: 'anonymous', identity: undefined, policies: [] };
/** Headers remembered with their callers' policies, which the verifier's own memory of tokens lacks: answered without a promise. */
const REMEMBERED = 10_000;

/**
 * Reads the caller out of an Authorization header's bearer token; a good one is remembered until it expires. Without
 * configured keys everybody is anonymous and the header is not looked at.
 */
export function createAuthenticate(
  config: AuthConfig | undefined,
  verifier: Verifier | undefined = config && verifierFor(config),
): Authenticate {
  if (!verifier || !config) return () => ANONYMOUS;
  const known = new LRUCache<string, Identified>({ max: REMEMBERED });

  async function learn(authorization: string, keys: Verifier, claim: string): Promise<Authentication> {
    const token = bearerToken(authorization);
    if (!token)
      return { kind: 'refused', message: 'The Authorization header is not of the form "Bearer <token>".' };
    try {
      const identity = await keys.verify(token);
      const caller: Identified = { kind: 'identified', identity, policies: policiesOf(token, claim) };
      known.set(authorization, caller);
      return caller;
    } catch (error) {
      if (error instanceof InvalidToken) return { kind: 'refused', message: error.message };
      throw error;
    }
  }

  return (authorization) => {
    if (!authorization) return ANONYMOUS;
    const before = known.get(authorization);
    if (before && before.identity.expiresAt * 1_000 > Date.now()) return before;
    return learn(authorization, verifier, config.policyClaim);
  };
}

/** A customer's role brings no scopes. */
function verifierFor({ requireRole, ...options }: AuthConfig): Verifier {
  return createVerifier({ ...options, roleless: requireRole ? undefined : 'customer' });
}

/** The policies that a verified token names: a list of texts, or one text with spaces between. */
function policiesOf(token: string, claim: string): readonly string[] {
  const value = decodeJwt(token)[claim];
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
