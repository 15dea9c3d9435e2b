import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
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
import { createKeySet, KEYS_MAX_AGE_MS, type KeySet, type PublishedKey } from './key-set.ts';
import { whyEnded } from './validity.ts';

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
  /** How old known keys may be, in milliseconds; `KEYS_MAX_AGE_MS` when left out. */
  readonly keysMaxAgeMs?: number | undefined;
  /** Called when known keys cannot be read again; they hold meanwhile. */
  readonly onUnreadableKeys?: ((error: unknown) => void) | undefined;
};

export type Verifier = {
  /**
   * The identity proved by a token. Rejects with `InvalidToken`, or with another error when the keys are
   * unavailable.
   */
  verify(token: string): Promise<Identity>;
  /** Stops reading the issuer's keys. */
  close(): void;
};

/** The number of cached tokens, so that not every request verifies a signature. */
const CACHE_SIZE = 10_000;
const CLOCK_TOLERANCE_S = 5;

export function createVerifier(options: VerifierOptions): Verifier {
  const { jwksUrl, issuer, audience, roleless, keysMaxAgeMs = KEYS_MAX_AGE_MS, onUnreadableKeys } = options;
  const keySet = createKeySet({
    url: new URL(jwksUrl),
    maxAgeMs: keysMaxAgeMs,
    onUnreadable: onUnreadableKeys ?? (() => {}),
  });
  const verified = new LRUCache<string, Identity>({ max: CACHE_SIZE });

  return {
    async verify(token) {
      const known = verified.get(token);
      if (known && whyEnded(known, Date.now() - CLOCK_TOLERANCE_S * 1_000) === undefined) return known;
      verified.delete(token);
      const identity = await check(token);
      verified.set(token, identity);
      return identity;
    },
    close: keySet.close,
  };

  async function check(token: string): Promise<Identity> {
    try {
      const { payload, key } = await proveByKeySet(token, keySet, {
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
        key,
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

type Proof = { readonly payload: JWTPayload; readonly key: PublishedKey };

/** Verifies a token by the keys of its issuer. A token of an unknown key may be one of a new key. */
async function proveByKeySet(token: string, keySet: KeySet, options: JWTVerifyOptions): Promise<Proof> {
  try {
    return await proveBy(await keySet.keys(), token, options);
  } catch (error) {
    const keys = isOfAnotherKey(error) ? await keySet.reread() : undefined;
    if (!keys) throw error;
    return proveBy(keys, token, options);
  }
}

/** Verifies a token by the first key that fits. A token need not name its key. */
async function proveBy(
  keys: readonly PublishedKey[],
  token: string,
  options: JWTVerifyOptions,
): Promise<Proof> {
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key.resolve, options);
      return { payload, key };
    } catch (error) {
      if (!isOfAnotherKey(error)) throw error;
    }
  }
  throw new errors.JWKSNoMatchingKey();
}

function isOfAnotherKey(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
}

/** Whether an error is about the token. Others, such as unavailable keys, are faults of the service. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  );
}
