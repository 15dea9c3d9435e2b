import { openIssuer } from '../embedded/issuer.ts';
import { nothingRuns } from '../embedded/launcher/client.ts';
import { dataDirOf, type Env } from '../embedded/launcher/settings.ts';
import type { Output } from '../platform/config/command-line.ts';
import type { Role } from '../platform/identity/identity.ts';
import { type Client, createClient } from './client.ts';
import { findInstance } from './find-instance.ts';

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

/**
 * Does work as people of the running instance, and returns its exit status. Prints a line and returns 1 if
 * nothing runs, or if the router does not answer.
 */
export async function asPeople(
  env: Env,
  { err }: Output,
  work: (people: People) => Promise<number>,
): Promise<number> {
  const dataDir = dataDirOf(env);
  const url = findInstance(env)?.url;
  if (!url) {
    err(nothingRuns(dataDir));
    return 1;
  }
  const people = await openPeople(url, dataDir);
  try {
    return await work(people);
  } catch (error) {
    if (!(error instanceof TypeError && error.cause instanceof Error)) throw error;
    err(`The router at ${url} does not answer: see \`npm run status\`.`);
    return 1;
  } finally {
    await people.close();
  }
}
