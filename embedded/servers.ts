import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { environment } from '../platform/config/environment.ts';
import { BYTES_PER_MB, LOG_LIMIT_MB } from '../platform/config/process-settings.ts';
import { readSettings } from '../platform/config/read-settings.ts';
import { mongodbServer } from './mongodb/server.ts';
import { natsServer } from './nats/server.ts';
import { createServiceDatabases } from './postgres/roles.ts';
import { postgresServer } from './postgres/server.ts';
import { createGroup } from './process/group.ts';
import { freePort } from './process/port-allocator.ts';
import type { Supervised } from './process/supervisor.ts';
import { SERVER_NAMES, type Server, type ServerName, type ServerOptions } from './server.ts';

/** How each server is prepared to run. @throws CannotStart if its program cannot be obtained */
export const SERVERS: Readonly<Record<ServerName, (options: ServerOptions) => Promise<Server>>> = {
  postgres: postgresServer,
  nats: natsServer,
  mongodb: mongodbServer,
};

/** Servers that end with this process: a watchdog stops them if it is killed. */
export type RunningServers = {
  readonly dataDir: string;
  /**
   * The address of a requested server, for a service (`of`) or for the operator. For PostgreSQL the latter is
   * that of the database `postgres`, as superuser.
   */
  url(server: ServerName, of?: string): string;
  /**
   * The address of the PostgreSQL database of this name for its role, both of which are created if they do
   * not exist.
   */
  databaseUrl(name: string): Promise<string>;
  /** The process of a server, to stop, start or kill it. */
  server(server: ServerName): Supervised;
  [Symbol.asyncDispose](): Promise<void>;
};

const TABLE = z.strictObject({ logLimitMb: LOG_LIMIT_MB });

export type ServersOptions = { readonly [Name in ServerName]?: boolean } & {
  /**
   * The folder for the data. Without it: a temporary folder that is removed at the end, and settings that
   * favour speed over safety.
   */
  readonly dataDir?: string;
  readonly unsafe?: boolean;
};

/**
 * Starts the requested servers on free ports of the loopback and waits until they are ready. Meant for tests:
 * `await using servers = await startServers({ postgres: true })`.
 * @throws CannotStart if one is unavailable or does not start; then none is left running
 */
export async function startServers(options: ServersOptions): Promise<RunningServers> {
  const temporary = options.dataDir === undefined;
  const { unsafe = temporary } = options;
  const dataDir = resolve(options.dataDir ?? (await mkdtemp(join(tmpdir(), 'meetingroom-'))));
  const { logLimitMb } = readSettings(TABLE, environment);
  const group = await createGroup({
    dataDir,
    id: randomUUID(),
    temporary,
    logBytes: logLimitMb * BYTES_PER_MB,
  });
  const servers = new Map<ServerName, Server>();
  try {
    const start = async (name: ServerName): Promise<void> => {
      const port = await freePort();
      const server = await SERVERS[name]({ dataDir, port, say: () => {}, unsafe });
      await group.add(server.unit).start();
      servers.set(name, server);
    };
    await settleAll(SERVER_NAMES.filter((name) => options[name]).map(start));
  } catch (error) {
    await group.close();
    throw error;
  }

  const find = (name: ServerName): Server => {
    const found = servers.get(name);
    if (found === undefined) throw new Error(`${name} was not requested.`);
    return found;
  };
  return {
    dataDir,
    url: (name, of) => find(name).url(of),
    async databaseUrl(name) {
      const { url } = find('postgres');
      const own = url(name);
      await createServiceDatabases(url(), [{ name, password: new URL(own).password }]);
      return own;
    },
    server(name) {
      const found = group.units.find(({ unit }) => unit.name === name);
      if (found === undefined) throw new Error(`${name} was not requested.`);
      return found;
    },
    [Symbol.asyncDispose]: () => group.close(),
  };
}

/** Waits for all promises, even if one fails, so that nothing is still starting when it throws. */
export async function settleAll(promises: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
