import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { type Identity, isRole, type Role, scopesOf } from './identity.ts';

/** A token that proves nothing: malformed, expired, or signed by somebody else. The message says which. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

export type VerifierOptions = {
  /** Where the issuer's public keys are: `https:`, `http:` or `file:`. */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** Who a token without a role is; undefined takes no such token. */
  readonly roleless?: Role | undefined;
};

export type Verifier = {
  /** The identity that a token proves. Throws `InvalidToken`; other errors mean that the keys cannot be had. */
  verify(token: string): Promise<Identity>;
};

/** How many verified tokens are remembered, so that a signature is not checked anew for every request. */
const REMEMBERED = 10_000;
const CLOCK_TOLERANCE_S = 5;

export function createVerifier({ jwksUrl, issuer, audience, roleless }: VerifierOptions): Verifier {
  const keys = keySource(new URL(jwksUrl));
  const verified = new LRUCache<string, Identity>({ max: REMEMBERED });

  return {
    async verify(token) {
      const known = verified.get(token);
      if (known && known.expiresAt + CLOCK_TOLERANCE_S > Date.now() / 1_000) return known;
      verified.delete(token);
      const identity = await check(token);
      verified.set(token, identity);
      return identity;
    },
  };

  async function check(token: string): Promise<Identity> {
    try {
      const { payload } = await jwtVerify(token, await keys(), {
        issuer,
        audience,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['sub', 'exp'],
      });
      if (!payload.sub || !payload.exp) throw new InvalidToken('The token names no subject.');
      const role = payload.role ?? roleless;
      if (!isRole(role)) throw new InvalidToken('The token names no known role.');
      const scope = typeof payload.scope === 'string' ? payload.scope : '';
      return {
        subject: payload.sub,
        role,
        scopes: scopesOf(role, scope),
        expiresAt: payload.exp,
        token,
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new InvalidToken('The token has expired.');
      if (isAboutToken(error)) throw new InvalidToken('The token is not valid here.');
      throw error;
    }
  }
}

/** The bearer token of an Authorization header; undefined when the header is missing or of another kind. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
}

function keySource(url: URL): () => Promise<JWTVerifyGetKey> {
  if (url.protocol !== 'file:') {
    const remote = createRemoteJWKSet(url);
    return async () => remote;
  }
  let local: Promise<JWTVerifyGetKey> | undefined;
  return () => {
    local ??= readKeys(url).catch((error: unknown) => {
      // Not there yet, perhaps, or half written: look again for the next token.
      local = undefined;
      throw error;
    });
    return local;
  };
}

async function readKeys(file: URL): Promise<JWTVerifyGetKey> {
  return createLocalJWKSet(JSON.parse(await readFile(fileURLToPath(file), 'utf8')) as JSONWebKeySet);
}

/** Errors that say something of the token; the rest (keys out of reach, for one) are faults of ours. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  );
}
