import type { z } from 'zod';

/** What is wrong between settings of one section, in sentences without full stops. */
type Problems = readonly string[];

type AuthSettings = {
  readonly jwksUrl?: string | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly issuers: readonly { readonly issuer: string }[];
};

/** An issuer needs all of its settings, and each is named once. */
export function authProblems({ jwksUrl, issuer, audience, issuers }: AuthSettings): Problems {
  const missing = [
    ...(issuer === undefined ? ['auth.issuer (JWT_ISSUER)'] : []),
    ...(audience === undefined ? ['auth.audience (JWT_AUDIENCE)'] : []),
  ].map((name) => `${name} is not set: expected what tokens of auth.jwksUrl name`);
  const first = jwksUrl !== undefined && issuer !== undefined ? [issuer] : [];
  const names = [...first, ...issuers.map((each) => each.issuer)];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...(jwksUrl === undefined ? [] : missing),
    ...twice.map((name) => `auth.issuers: ${name} is there twice`),
  ];
}

/** Whether the keys of an issuer are named, so that tokens are checked. */
export function hasKeys({ jwksUrl, issuers }: Pick<AuthSettings, 'jwksUrl' | 'issuers'>): boolean {
  return jwksUrl !== undefined || issuers.length > 0;
}

type OpenSettings = {
  readonly production: boolean;
  readonly auth: AuthSettings & { readonly open: boolean };
};

/** Without keys nobody is checked. In production that is to be said. */
export function openProblems({ auth, production }: OpenSettings): Problems {
  const isOpen = !hasKeys(auth);
  if (isOpen && production && !auth.open)
    return [
      'auth.jwksUrl (JWKS_URL) is not set: expected the public keys of the token issuer. Without them everybody may do everything, which in production auth.open (AUTH_OPEN) has to allow',
    ];
  if (!isOpen && auth.open)
    return ['auth.open (AUTH_OPEN) is true, but auth.jwksUrl (JWKS_URL) or auth.issuers is set'];
  return [];
}

export function breakerProblems({
  window,
  minimumRequests,
}: {
  readonly window: number;
  readonly minimumRequests: number;
}): Problems {
  if (minimumRequests <= window) return [];
  return [
    `subgraphs.breaker.minimumRequests (${minimumRequests}) exceeds subgraphs.breaker.window (${window}): the breaker would never open`,
  ];
}

export function safelistProblems({
  safelist,
  manifest,
}: {
  readonly safelist: string;
  readonly manifest?: string | undefined;
}): Problems {
  if (safelist === 'off' || manifest !== undefined) return [];
  return [
    `documents.safelist is "${safelist}": set documents.manifest (or SAFELIST_MANIFEST) to the safelist's file`,
  ];
}

/** The checks between sections that can be made although others are wrong. */
export function problemsBetween(table: z.ZodType<OpenSettings>, tree: unknown): Problems {
  const { data } = table.safeParse(tree);
  return data === undefined ? [] : openProblems(data);
}
