import type { Issuer } from '../issuer.ts';

const PRINTED_TOKEN_SECONDS = 12 * 3_600;

const PEOPLE = [
  { subject: 'alice', role: 'customer' },
  { subject: 'henry', role: 'host' },
  { subject: 'ada', role: 'admin' },
] as const;

/** Tokens for a customer, a host and an admin, by role. */
export async function tokensOf(issuer: Issuer): Promise<Readonly<Record<string, string>>> {
  const entries = PEOPLE.map(
    async (person) =>
      [person.role, await issuer.mint({ ...person, expiresIn: PRINTED_TOKEN_SECONDS })] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The lines that show these tokens. */
export async function printedTokens(issuer: Issuer): Promise<readonly string[]> {
  const lines = Object.entries(await tokensOf(issuer)).map(([role, token]) => `  ${role.padEnd(9)} ${token}`);
  return ['Tokens for the next 12 hours; send one as `Authorization: Bearer …`:', ...lines];
}
