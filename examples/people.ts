import { openIssuer } from '../embedded/issuer.ts';
import type { Role } from '../platform/identity/identity.ts';
import { type Client, createClient } from './client.ts';

const TOKEN_LIFETIME_S = 900;

/** The people of a running instance, each with a client that is signed in when first needed. */
export type People = { as(subject: string, role: Role): Promise<Client>; close(): Promise<void> };

/**
 * Opens the issuer of an instance, to act as anybody.
 *
 * @param url of the router
 * @param dataDir the instance's folder, whose keys sign the tokens
 */
export async function openPeople(url: string, dataDir: string): Promise<People> {
  const issuer = await openIssuer(dataDir);
  const clients = new Map<string, Client>();
  return {
    async as(subject, role) {
      const known = clients.get(subject);
      if (known !== undefined) return known;
      const client = createClient({
        url,
        token: await issuer.mint({ subject, role, expiresIn: TOKEN_LIFETIME_S }),
      });
      clients.set(subject, client);
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}
