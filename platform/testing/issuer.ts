import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createVerifier, type Role, type Verifier } from '../identity/index.ts';

export type TestIssuer = {
  readonly verifier: Verifier;
  /** The URL of the public keys, for a service in a process of its own. */
  readonly jwksUrl: string;
  /** Signs a token. `expiresIn` is in seconds, an hour by default, and negative for an expired token. */
  token(claims: { subject: string; role: Role | 'stranger'; expiresIn?: number }): Promise<string>;
};

const ISSUER = 'meetingroom-local';
const AUDIENCE = 'meetingroom';

/** Creates an issuer of tokens with a key of its own. */
export async function createTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] });
  const jwksUrl = `data:application/json,${encodeURIComponent(jwks)}`;
  return {
    jwksUrl,
    verifier: createVerifier({ jwksUrl, issuer: ISSUER, audience: AUDIENCE }),
    token: ({ subject, role, expiresIn = 3_600 }) =>
      new SignJWT({ role })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject(subject)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresIn)
        .sign(privateKey),
  };
}
