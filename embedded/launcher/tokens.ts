import type { Issuer } from '../issuer.ts';

const PRINTED_TOKEN_SECONDS = 12 * 3_600;

/** A customer, a host and an admin, as whom the commands of an instance act. */
export const ROLES_OF_PEOPLE = { alice: 'customer', henry: 'host', ada: 'admin' } as const;
export type Person = keyof typeof ROLES_OF_PEOPLE;
export const PEOPLE = Object.keys(ROLES_OF_PEOPLE) as readonly Person[];

/** Said where there is no local issuer. */
export const TOKENS_ELSEWHERE = 'Tokens come from the identity provider of JWKS_URL.';

/** Tokens for a customer, a host and an admin, by role. */
export async function tokensOf(issuer: Issuer): Promise<Readonly<Record<string, string>>> {
  const entries = PEOPLE.map(async (subject) => {
    const role = ROLES_OF_PEOPLE[subject];
    return [role, await issuer.mint({ subject, role, expiresIn: PRINTED_TOKEN_SECONDS })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The lines that show these tokens. */
export async function printedTokens(issuer: Issuer): Promise<readonly string[]> {
  const lines = Object.entries(await tokensOf(issuer)).map(([role, token]) => `  ${role.padEnd(9)} ${token}`);
  return ['Tokens for the next 12 hours; send one as `Authorization: Bearer …`:', ...lines];
}
