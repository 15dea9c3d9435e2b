import { z } from 'zod';
import type { Issuer } from '../issuer.ts';

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
