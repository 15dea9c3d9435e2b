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
import {
  type Identity,
  isAddress,
  isLocale,
  isRole,
  isSubject,
  LONGEST_SUBJECT,
  type Role,
  scopesOf,
} from './identity.ts';

/** The token is malformed, expired, or not signed by the issuer. The message says which. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

export type VerifierOptions = {
  /** URL of the issuer's public keys: `https:`, `http:` or `file:`. */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** The role of a token without a role; undefined rejects such tokens. */
  readonly roleless?: Role | undefined;
};

export type Verifier = {
  /**
   * The identity proved by a token. Rejects with `InvalidToken`, or with another error when the keys are
   * unavailable.
   */
  verify(token: string): Promise<Identity>;
};

/** The number of cached tokens, so that not every request verifies a signature. */
const CACHE_SIZE = 10_000;
const CLOCK_TOLERANCE_S = 5;

export function createVerifier({ jwksUrl, issuer, audience, roleless }: VerifierOptions): Verifier {
  const keys = keySource(new URL(jwksUrl));
  const verified = new LRUCache<string, Identity>({ max: CACHE_SIZE });

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
      const subject: unknown = payload.sub;
      if (!subject || !payload.exp) throw new InvalidToken('The token has no subject.');
      if (!isSubject(subject))
        throw new InvalidToken(
          `The subject of the token is not one line of 1 to ${LONGEST_SUBJECT} characters.`,
        );
      const role = payload.role ?? roleless;
      if (!isRole(role)) throw new InvalidToken('The token has no known role.');
      const scope = typeof payload.scope === 'string' ? payload.scope : '';
      return {
        subject,
        role,
        scopes: scopesOf(role, scope),
        expiresAt: payload.exp,
        token,
        ...claim('email', payload.email_verified === false ? undefined : payload.email, isAddress),
        ...claim('locale', payload.locale, isLocale),
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new InvalidToken('The token has expired.');
      if (isAboutToken(error)) throw new InvalidToken('The token is not valid.');
      throw error;
    }
  }
}

/** An optional claim. One of another form is left out: the token is valid without it. */
function claim<Name extends 'email' | 'locale'>(
  name: Name,
  value: unknown,
  isValid: (text: string) => boolean,
): Partial<Record<Name, string>> {
  return typeof value === 'string' && isValid(value) ? ({ [name]: value } as Record<Name, string>) : {};
}

/**
 * The bearer token of an Authorization header; undefined when the header is missing or has another scheme.
 */
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
      // The file may not exist yet or be incomplete: try again with the next token.
      local = undefined;
      throw error;
    });
    return local;
  };
}

async function readKeys(file: URL): Promise<JWTVerifyGetKey> {
  return createLocalJWKSet(JSON.parse(await readFile(fileURLToPath(file), 'utf8')) as JSONWebKeySet);
}

/** Whether an error is about the token. Others, such as unavailable keys, are faults of the service. */
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
