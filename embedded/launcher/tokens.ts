import { z } from 'zod';
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

const answer = z.object({ data: z.object({ rooms: z.object({ totalCount: z.number() }) }) });
const PATIENCE_MS = 2_000;

/** Tells whether there are rooms; undefined if the router does not say. */
export async function hasRooms(url: string, issuer: Issuer): Promise<boolean | undefined> {
  const token = await issuer.mint({ subject: 'alice', role: 'customer', expiresIn: 60 });
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ rooms(first: 1) { totalCount } }' }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const read = answer.safeParse(await response.json());
    return read.success ? read.data.data.rooms.totalCount > 0 : undefined;
  } catch {
    return undefined; // the hint is not worth an error
  }
}
