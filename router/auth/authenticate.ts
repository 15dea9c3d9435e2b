import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Identity } from '../../platform/identity/identity.ts';
import { KEYS_UNREADABLE } from '../../platform/identity/key-set.ts';
import { whyEnded } from '../../platform/identity/validity.ts';
import {
  bearerToken,
  createVerifier,
  InvalidToken,
  type Verifier,
} from '../../platform/identity/verifier.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Caller } from '../context.ts';

export type AuthConfig = {
  /** How old known keys may be, in milliseconds. */
  readonly keysMaxAge: number;
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** Whether a token must name a role. */
  readonly requireRole: boolean;
  /** The claim that lists the policies of `@policy` which the caller fulfils. */
  readonly policyClaim: string;
};

/** The caller behind an Authorization header, or the reason why its token is invalid. */
export type Authentication =
  | ({ readonly kind: 'anonymous' } & Caller)
  | ({ readonly kind: 'identified' } & Caller & { readonly identity: Identity })
  | { readonly kind: 'refused'; readonly message: string };

/** Synchronous for cached headers. Rejects when the issuer's keys cannot be fetched. */
export type Authenticate = (authorization: string | undefined) => Authentication | Promise<Authentication>;

type Identified = Extract<Authentication, { kind: 'identified' }>;

const ANONYMOUS: Authentication = { kind: 'anonymous', identity: undefined, policies: [] };
/** The number of cached headers. The verifier caches tokens, but not policies, and only asynchronously. */
const CACHE_SIZE = 10_000;

/**
 * Reads the caller from the bearer token of an Authorization header. A valid token is cached until it
 * expires. Without configured keys every caller is anonymous and the header is ignored.
 */
export function createAuthenticate(
  config: AuthConfig | undefined,
  verifier: Pick<Verifier, 'verify'> | undefined,
): Authenticate {
  if (!verifier || !config) return () => ANONYMOUS;
  const cache = new LRUCache<string, Identified>({ max: CACHE_SIZE });

  async function verify(
    authorization: string,
    keys: Pick<Verifier, 'verify'>,
    claim: string,
  ): Promise<Authentication> {
    const token = bearerToken(authorization);
    if (!token)
      return { kind: 'refused', message: 'The Authorization header is not of the form "Bearer <token>".' };
    try {
      const identity = await keys.verify(token);
      const caller: Identified = { kind: 'identified', identity, policies: policiesOf(token, claim) };
      cache.set(authorization, caller);
      return caller;
    } catch (error) {
      if (error instanceof InvalidToken) return { kind: 'refused', message: error.message };
      throw error;
    }
  }

  return (authorization) => {
    if (!authorization) return ANONYMOUS;
    const cached = cache.get(authorization);
    if (cached && whyEnded(cached.identity, Date.now()) === undefined) return cached;
    return verify(authorization, verifier, config.policyClaim);
  };
}

/** Creates the verifier of tokens. A token without a role gets the role `customer`, which has no scopes. */
export function createTokenVerifier(
  { requireRole, keysMaxAge, ...options }: AuthConfig,
  log: Logger,
): Verifier {
  return createVerifier({
    ...options,
    roleless: requireRole ? undefined : 'customer',
    keysMaxAgeMs: keysMaxAge,
    onUnreadableKeys: (error) => log.warn({ err: error }, KEYS_UNREADABLE),
  });
}

/** The policies in a verified token's claim: a list of strings, or one string separated by spaces. */
function policiesOf(token: string, claim: string): readonly string[] {
  const value = decodeJwt(token)[claim];
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
