import { setTimeout as delay } from 'node:timers/promises';
import { findLauncher, nothingRuns } from '../../embedded/launcher/client.ts';
import { dataDirOf, type Env } from '../../embedded/launcher/settings.ts';
import { connectNats, type NatsLink } from '../../platform/messaging/jetstream/connection.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';

/** The command cannot be carried out. The message is one line for the person at the terminal. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
}

/** The servers that contain events: those configured by URL, otherwise those of the running instance. */
export type Addresses = {
  readonly nats: string;
  readonly postgres: string | undefined;
  readonly mongodb: string | undefined;
};

const CONNECT_LIMIT_MS = 5_000;

/** Silent: the command prints errors itself. */
export const log = createLogger('events', 'silent');

/** @throws CannotDo if nothing runs and no URL is configured */
export function findAddresses(env: Env): Addresses {
  const dataDir = dataDirOf(env);
  const record = findLauncher(dataDir)?.record;
  const nats = env.NATS_URL || record?.services.nats?.url;
  if (nats === undefined) {
    throw new CannotDo(
      record
        ? 'The instance is still starting: try again.'
        : `${nothingRuns(dataDir)} Or name NATS_URL, DATABASE_URL and MONGODB_URL.`,
    );
  }
  for (const name of ['NATS_URL', 'DATABASE_URL', 'MONGODB_URL']) {
    if (env[name] && !URL.canParse(env[name])) throw new CannotDo(`${name}=${env[name]} is not a URL.`);
  }
  return {
    nats,
    postgres: env.DATABASE_URL || record?.services.postgres?.url,
    mongodb: env.MONGODB_URL || record?.services.mongodb?.url,
  };
}

/** @throws CannotDo if NATS does not respond within a few seconds */
export async function reachNats(url: string): Promise<NatsLink> {
  const link = connectNats({ url, name: 'events', log });
  const limit = new AbortController();
  const reached = await Promise.race([
    link.client.then(() => true),
    delay(CONNECT_LIMIT_MS, false, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  if (reached) return link;
  await link.close();
  throw new CannotDo(`NATS does not answer at ${hostOf(url)}.`);
}

/** The address without credentials. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'its address';
}
