import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createVerifier, type Verifier } from '../identity/verifier.ts';

/** The claims of a token; others than these are added as they are. */
export type TestClaims = {
  readonly subject: string;
  /** `customer` by default. */
  readonly role?: string;
  /** Seconds from now, an hour by default; negative for an expired token. */
  readonly expiresIn?: number;
  readonly [claim: string]: unknown;
};

export type TestIssuer = {
  readonly verifier: Verifier;
  /** The public keys as JSON. */
  readonly jwks: string;
  /** A `data:` URL of the public keys, for a service in its own process. */
  readonly jwksUrl: string;
  /** A signed token. */
  token(claims: TestClaims): Promise<string>;
};

/** Creates an issuer of tokens with its own key. */
export async function createTestIssuer({
  issuer = 'meetingroom-local',
  audience = 'meetingroom',
} = {}): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] });
  const jwksUrl = `data:application/json,${encodeURIComponent(jwks)}`;
  return {
    jwks,
    jwksUrl,
    verifier: createVerifier({ jwksUrl, issuer, audience }),
    token: ({ subject, role = 'customer', expiresIn = 3_600, ...claims }) =>
      new SignJWT({ role, ...claims })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject(subject)
        .setIssuer(issuer)
        .setAudience(audience)
        .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresIn)
        .sign(privateKey),
  };
}
