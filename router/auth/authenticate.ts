import { LRUCache } from 'lru-cache';
import { textsIn } from '../../platform/identity/claims.ts';
import { KEYS_UNREADABLE } from '../../platform/identity/key-set.ts';
import {
  bearerToken,
  createTokenVerifier,
  InvalidToken,
  type TokenIssuer,
  type TokenVerifier,
  type VerifiedToken,
} from '../../platform/identity/token-verifier.ts';
import { whyEnded } from '../../platform/identity/validity.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Caller, Identity } from '../context.ts';

/** An issuer with the scopes that its roles grant. A role of another issuer grants nothing. */
export type Issuer = TokenIssuer & { readonly roles: Readonly<Record<string, readonly string[]>> };

export type AuthConfig = {
  readonly issuers: readonly Issuer[];
  /** How old known keys may be, in milliseconds. */
  readonly keysMaxAge: number;
  /** Whether a token of an issuer with roles must have one of them. */
  readonly requireRole: boolean;
  /** The claim that names the role, or a list of roles. */
  readonly roleClaim: string;
  /** The claims that name scopes. */
  readonly scopeClaims: readonly string[];
  /** The scopes that only roles grant. */
  readonly reservedScopes: readonly string[];
  /** The claim that lists the policies of `@policy` which the caller fulfils. */
  readonly policyClaim: string;
};

/** The caller behind an Authorization header, or the reason why its token is invalid. */
export type Authentication =
  | ({ readonly kind: 'anonymous' } & Caller)
  | Identified
  | { readonly kind: 'refused'; readonly message: string };

/** Synchronous for cached headers. Rejects when the issuer's keys cannot be fetched. */
export type Authenticate = (authorization: string | undefined) => Authentication | Promise<Authentication>;

export type Identified = { readonly kind: 'identified' } & Caller & { readonly identity: Identity };

const ANONYMOUS: Authentication = { kind: 'anonymous', identity: undefined, policies: [] };
/** The number of cached headers. The verifier caches tokens, but only asynchronously. */
const CACHE_SIZE = 10_000;

/**
 * Reads the caller from the bearer token of an Authorization header. A valid token is cached until it expires
 * or its key is withdrawn. Without a verifier every caller is anonymous and the header is ignored.
 */
export function createAuthenticate(
  verifier: Pick<TokenVerifier<Identified>, 'verify'> | undefined,
): Authenticate {
  if (!verifier) return () => ANONYMOUS;
  const cache = new LRUCache<string, Identified>({ max: CACHE_SIZE });
  const { verify } = verifier;

  async function authenticate(authorization: string): Promise<Authentication> {
    const token = bearerToken(authorization);
    if (!token) return { kind: 'refused', message: 'The authorization is not of the form "Bearer <token>".' };
    try {
      const caller = await verify(token);
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
    return authenticate(authorization);
  };
}

/** Creates the verifier of the configured issuers' tokens. */
export function createCallerVerifier(config: AuthConfig, log: Logger): TokenVerifier<Identified> {
  return createTokenVerifier({
    issuers: config.issuers,
    read: (verified) => callerIn(verified, config),
    keysMaxAgeMs: config.keysMaxAge,
    onUnreadableKeys: (error, issuer) => log.warn({ err: error, issuer }, KEYS_UNREADABLE),
  });
}

/** @throws InvalidToken for a token without a role, where it must have one */
function callerIn(
  { issuer: { roles }, subject, claims, expiresAt, key }: VerifiedToken<Issuer>,
  { requireRole, roleClaim, scopeClaims, reservedScopes, policyClaim }: AuthConfig,
): Identified {
  const claimed = claims[roleClaim];
  const granted = (Array.isArray(claimed) ? claimed : [claimed]).flatMap((role: unknown) =>
    typeof role === 'string' && Object.hasOwn(roles, role) ? [roles[role] ?? []] : [],
  );
  if (requireRole && granted.length === 0 && Object.keys(roles).length > 0)
    throw new InvalidToken('The token has no known role.');
  const ofClaims = textsIn(claims, scopeClaims).filter((scope) => !reservedScopes.includes(scope));
  return {
    kind: 'identified',
    identity: { subject, scopes: [...new Set([...granted.flat(), ...ofClaims])], expiresAt, key },
    policies: textsIn(claims, [policyClaim]),
  };
}
