import { SCOPE_CLAIMS, textsIn } from './claims.ts';
import { type Identity, isAddress, isLocale, isRole, scopesOf } from './identity.ts';
import {
  createTokenVerifier,
  InvalidToken,
  type TokenIssuer,
  type TokenVerifier,
  type TokenVerifierOptions,
  type VerifiedToken,
} from './token-verifier.ts';

export type VerifierOptions = TokenIssuer &
  Pick<TokenVerifierOptions<TokenIssuer, Identity>, 'keysMaxAgeMs' | 'onUnreadableKeys'> & {
    /** The claims that name scopes; `SCOPE_CLAIMS` when left out. */
    readonly scopeClaims?: readonly string[];
  };

export type Verifier = TokenVerifier<Identity>;

/** Verifies the tokens of the product's issuer, which have a role. */
export function createVerifier({
  jwksUrl,
  issuer,
  audience,
  scopeClaims = SCOPE_CLAIMS,
  ...keys
}: VerifierOptions): Verifier {
  return createTokenVerifier({
    ...keys,
    issuers: [{ jwksUrl, issuer, audience }],
    read: (verified) => identityIn(verified, scopeClaims),
  });
}

function identityIn(
  { subject, claims, expiresAt, key, token }: VerifiedToken<TokenIssuer>,
  scopeClaims: readonly string[],
): Identity {
  const { role, email, email_verified: isVerified, locale } = claims;
  if (!isRole(role)) throw new InvalidToken('The token has no known role.');
  return {
    subject,
    role,
    scopes: scopesOf(role, textsIn(claims, scopeClaims)),
    expiresAt,
    key,
    token,
    ...claim('email', isVerified === false ? undefined : email, isAddress),
    ...claim('locale', locale, isLocale),
  };
}

/** An optional claim. One of another form is left out: the token is valid without it. */
function claim<Name extends 'email' | 'locale'>(
  name: Name,
  value: unknown,
  isValid: (text: string) => boolean,
): Partial<Record<Name, string>> {
  return typeof value === 'string' && isValid(value) ? ({ [name]: value } as Record<Name, string>) : {};
}
