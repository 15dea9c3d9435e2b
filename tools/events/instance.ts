import { setTimeout as delay } from 'node:timers/promises';
import { readAddressBook } from '../../embedded/launcher/address-book.ts';
import { findLauncher, nothingRuns } from '../../embedded/launcher/client.ts';
import { URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { dataDirOf, type Env } from '../../embedded/launcher/settings.ts';
import { ConfigError } from '../../platform/config/config-error.ts';
import { connectNats, type NatsLink, NotEncrypted } from '../../platform/messaging/jetstream/connection.ts';
import type { StreamChoices } from '../../platform/messaging/jetstream/current-stream.ts';
import {
  accessOf,
  findNatsSettings,
  type NatsSettings,
  readStreamsKept,
} from '../../platform/messaging/jetstream/settings.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';

/** The command cannot be carried out. The message is one line for the person at the terminal. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
}

/** The servers that contain events: those configured by URL, otherwise those of the running instance. */
export type Addresses = {
  readonly nats: NatsSettings;
  /** How long the streams there keep what. */
  readonly kept: StreamChoices;
  /**
   * The address of a service's database. @throws CannotDo if it is neither configured nor that of a running
   * instance
   */
  database(service: string, kind: 'postgres' | 'mongodb'): string;
};

const CONNECT_LIMIT_MS = 5_000;

/** Silent: the command prints errors itself. */
export const log = createLogger('events', 'silent');

/**
 * Finds the servers. BOOKING_DATABASE_URL, ROOM_MONGODB_URL and so on name the database of one service,
 * DATABASE_URL and MONGODB_URL those of all, as for the auditor.
 *
 * @throws CannotDo if nothing runs and no URL is configured
 */
export function findAddresses(env: Env): Addresses {
  const dataDir = dataDirOf(env);
  const record = findLauncher(dataDir)?.record;

  const configured = orCannotDo(() => readAddressBook(env));

  function find(service: string, server: 'postgres' | 'mongodb'): string | undefined {
    const address = configured(service, server);
    if (address === undefined) return record?.services[server]?.url;
    if (!URL.canParse(address.url)) throw new CannotDo(`${address.variable} is not a URL.`);
    return address.url;
  }

  const nats = orCannotDo(() => findNatsSettings(env, record?.services.nats?.url));
  if (nats === undefined) {
    throw new CannotDo(
      record
        ? 'The instance is still starting: try again.'
        : `${nothingRuns(dataDir)} Or name NATS_URL, DATABASE_URL and MONGODB_URL.`,
    );
  }
  return {
    nats,
    kept: orCannotDo(() => readStreamsKept(env)),
    database(service, kind) {
      const url = find(service, kind);
      if (url === undefined)
        throw new CannotDo(`${URL_VARIABLES[kind]} is not set, and no instance is running.`);
      return url;
    },
  };
}

/** Reads settings. @throws CannotDo for a wrong one */
function orCannotDo<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new CannotDo(`${error.message}.`) : error;
  }
}

/** @throws CannotDo if NATS does not respond within a few seconds, or refuses the connection */
export async function reachNats(settings: NatsSettings): Promise<NatsLink> {
  const link = connectNats({ ...settings, name: 'events', log });
  const limit = new AbortController();
  try {
    const late = delay(CONNECT_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
    if (await Promise.race([link.client, late])) return link;
    throw new CannotDo(`${link.refusal() ?? `NATS does not answer at ${hostsOf(settings)}`}.`);
  } catch (error) {
    await link.close();
    throw error instanceof NotEncrypted ? new CannotDo(`${error.message}.`) : error;
  } finally {
    limit.abort();
  }
}

/** The addresses without credentials. */
function hostsOf(settings: NatsSettings): string {
  return accessOf(settings).servers.join(', ');
}

/** The address without credentials; that of a Unix socket is its path. */
export function hostOf(url: string): string {
  return decodeURIComponent(URL.parse(url)?.host ?? 'its address');
}
