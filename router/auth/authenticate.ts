import {
  bearerToken,
  createVerifier,
  type Identity,
  InvalidToken,
  type Verifier,
} from '../../platform/identity/index.ts';
import type { AuthConfig } from '../config.ts';

/** Who sent an Authorization header: somebody, nobody, or somebody whose token proves nothing. */
export type Authentication =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'identified'; readonly identity: Identity }
  | { readonly kind: 'refused'; readonly message: string };

export type Authenticate = (authorization: string | undefined) => Promise<Authentication>;

/**
 * Reads the identity out of an Authorization header's bearer token. Without configured keys everybody is anonymous
 * and the header is not looked at. Throws when the issuer's keys cannot be had.
 */
export function createAuthenticate(
  config: AuthConfig | undefined,
  verifier: Verifier | undefined = config && createVerifier(config),
): Authenticate {
  if (!verifier) return async () => ({ kind: 'anonymous' });
  return async (authorization) => {
    if (!authorization) return { kind: 'anonymous' };
    const token = bearerToken(authorization);
    if (!token)
      return { kind: 'refused', message: 'The Authorization header is not of the form "Bearer <token>".' };
    try {
      return { kind: 'identified', identity: await verifier.verify(token) };
    } catch (error) {
      if (error instanceof InvalidToken) return { kind: 'refused', message: error.message };
      throw error;
    }
  };
}
