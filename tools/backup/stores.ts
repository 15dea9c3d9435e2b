import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAddressBook } from '../../embedded/launcher/address-book.ts';
import { findLauncher } from '../../embedded/launcher/client.ts';
import { DATABASES, SERVICES } from '../../embedded/launcher/services.ts';
import { dataDirOf, type Env } from '../../embedded/launcher/settings.ts';
import { SERVER_NAMES, type ServerName } from '../../embedded/server.ts';
import { type RunningServers, startServers } from '../../embedded/servers.ts';
import { findNatsSettings, readStreamsKept } from '../../platform/messaging/jetstream/settings.ts';
import { type Addresses, CannotDo, findAddresses } from '../events/instance.ts';

/** The stores of a product. */
export type Stores = {
  readonly addresses: Addresses;
  /** The folder of the local instance, when no service of it runs; undefined otherwise. */
  readonly stoppedDataDir: string | undefined;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The services that have a database of this kind. */
export function servicesOn(kind: 'postgres' | 'mongodb'): readonly string[] {
  return SERVICES.filter(({ needs }) => needs.includes(kind)).map(({ name }) => name);
}

/**
 * Finds the stores: those that are configured, those of the running instance, or those of the instance that
 * is stopped, whose servers then run until the end.
 *
 * @param servers those that are started
 * @throws CannotDo if there are none
 */
export async function openStores(env: Env, servers: readonly ServerName[]): Promise<Stores> {
  const dataDir = dataDirOf(env);
  if (isConfigured(env) || findLauncher(dataDir) !== undefined)
    return { addresses: findAddresses(env), stoppedDataDir: undefined, async [Symbol.asyncDispose]() {} };
  if (!existsSync(join(dataDir, 'postgres')))
    throw new CannotDo(`There are no data in ${dataDir}: set DATA_DIR, or DATABASE_URL and MONGODB_URL.`);
  return startStopped(env, dataDir, servers);
}

/** Starts the servers of an instance that is stopped, or of a new one. No other can start meanwhile. */
export async function startStopped(
  env: Env,
  dataDir: string,
  servers: readonly ServerName[],
): Promise<Stores> {
  const running = await startServers({
    dataDir,
    ...Object.fromEntries(servers.map((name) => [name, true] as const)),
  });
  try {
    for (const name of DATABASES) await running.databaseUrl(name);
    return {
      addresses: addressesOf(env, running, servers),
      stoppedDataDir: dataDir,
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    };
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

function addressesOf(env: Env, running: RunningServers, servers: readonly ServerName[]): Addresses {
  const nats = findNatsSettings(env, servers.includes('nats') ? running.url('nats') : 'nats://127.0.0.1');
  if (nats === undefined) throw new CannotDo('NATS has no address.');
  return {
    nats,
    kept: readStreamsKept(env),
    database: (service, kind) => running.url(kind, kind === 'postgres' ? undefined : service),
  };
}

/** Whether an address of any server is configured. */
export function isConfigured(env: Env): boolean {
  const configured = readAddressBook(env);
  return SERVER_NAMES.some((server) => SERVICES.some(({ name }) => configured(name, server) !== undefined));
}
