import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { createKeySet, KEYS_MAX_AGE_MS, type KeySet, type PublishedKey } from './key-set.ts';
import { isSubject, LONGEST_SUBJECT } from './subject.ts';
import { type Validity, whyEnded } from './validity.ts';

/** The token is malformed, expired, or not signed by the issuer. The message says which. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

/** An issuer whose tokens are accepted. */
export type TokenIssuer = {
  /** URL of its public keys: `https:`, `http:` or `file:`. */
  readonly jwksUrl: string;
  /** As its tokens name it in `iss`. */
  readonly issuer: string;
  /** As its tokens name whom they are for in `aud`. */
  readonly audience: string;
};

/** What a token proves. */
export type VerifiedToken<Issuer extends TokenIssuer> = Validity & {
  readonly issuer: Issuer;
  /** As `isSubject` wants it. */
  readonly subject: string;
  readonly claims: JWTPayload;
  /** The token itself. */
  readonly token: string;
};

export type TokenVerifierOptions<Issuer extends TokenIssuer, Caller> = {
  /** Each has another name. */
  readonly issuers: readonly Issuer[];
  /** Reads the caller from a verified token. @throws InvalidToken for claims that are not accepted */
  readonly read: (verified: VerifiedToken<Issuer>) => Caller;
  /** How old known keys may be, in milliseconds; `KEYS_MAX_AGE_MS` when left out. */
  readonly keysMaxAgeMs?: number | undefined;
  /** Called when the known keys of an issuer cannot be read again; they hold meanwhile. */
  readonly onUnreadableKeys?: ((error: unknown, issuer: string) => void) | undefined;
};

export type TokenVerifier<Caller> = {
  /**
   * The caller proved by a token. Rejects with `InvalidToken`, or with another error when the keys are
   * unavailable.
   */
  verify(token: string): Promise<Caller>;
  /** Stops reading the issuers' keys. */
  close(): void;
};

/** The number of cached tokens, so that not every request verifies a signature. */
const CACHE_SIZE = 10_000;
const CLOCK_TOLERANCE_S = 5;

/** Verifies tokens, each by the keys of the issuer that it names. */
export function createTokenVerifier<Issuer extends TokenIssuer, Caller>({
  issuers,
  read,
  keysMaxAgeMs = KEYS_MAX_AGE_MS,
  onUnreadableKeys = () => {},
}: TokenVerifierOptions<Issuer, Caller>): TokenVerifier<Caller> {
  const trusted = new Map(
    issuers.map((issuer) => {
      const onUnreadable = (error: unknown) => onUnreadableKeys(error, issuer.issuer);
      const keys = createKeySet({ url: new URL(issuer.jwksUrl), maxAgeMs: keysMaxAgeMs, onUnreadable });
      return [issuer.issuer, { issuer, keys }];
    }),
  );
  const known = new LRUCache<string, { readonly validity: Validity; readonly caller: Caller }>({
    max: CACHE_SIZE,
  });

  return {
    async verify(token) {
      const cached = known.get(token);
      if (cached && whyEnded(cached.validity, Date.now() - CLOCK_TOLERANCE_S * 1_000) === undefined)
        return cached.caller;
      known.delete(token);
      const verified = await check(token);
      const caller = read(verified);
      // Keeps what is read from the claims instead of the claims.
      known.set(token, { validity: { expiresAt: verified.expiresAt, key: verified.key }, caller });
      return caller;
    },
    close() {
      for (const { keys } of trusted.values()) keys.close();
    },
  };

  async function check(token: string): Promise<VerifiedToken<Issuer>> {
    try {
      const from = trusted.get(String(decodeJwt(token).iss));
      if (!from) throw new InvalidToken('The token is not valid.');
      const { issuer, keys } = from;
      const { claims, key } = await proveByKeySet(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['sub', 'exp'],
      });
      const subject: unknown = claims.sub;
      if (!subject || !claims.exp) throw new InvalidToken('The token has no subject.');
      if (!isSubject(subject))
        throw new InvalidToken(
          `The subject of the token is not one line of 1 to ${LONGEST_SUBJECT} characters.`,
        );
      return { issuer, subject, claims, expiresAt: claims.exp, key, token };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new InvalidToken('The token has expired.');
      if (isAboutToken(error)) throw new InvalidToken('The token is not valid.');
      throw error;
    }
  }
}

/**
 * The bearer token of an Authorization header; undefined when the header is missing or has another scheme.
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
}

type Proof = { readonly claims: JWTPayload; readonly key: PublishedKey };

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
      return { claims: payload, key };
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
