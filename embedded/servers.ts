import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mongodbServer } from './mongodb/server.ts';
import { natsServer } from './nats/server.ts';
import { createDatabase, postgresServer } from './postgres/server.ts';
import type { Unit } from './process/command.ts';
import { createGroup } from './process/group.ts';
import { createPorts } from './process/ports.ts';
import type { Supervised } from './process/supervisor.ts';

export type ServerName = 'postgres' | 'nats' | 'mongodb';

/** Servers that run for this process, and no longer than it: a watchdog stops them when it is killed. */
export type RunningServers = {
  readonly dataDir: string;
  /** The address of a server that was asked for. PostgreSQL's is that of its own database `postgres`, as superuser. */
  url(server: ServerName): string;
  /** The address of a PostgreSQL database of this name, made now if it is not there. */
  databaseUrl(name: string): Promise<string>;
  /** The process of a server, to stop, start or kill it. */
  server(server: ServerName): Supervised;
  [Symbol.asyncDispose](): Promise<void>;
};

export type ServersOptions = {
  readonly postgres?: boolean;
  readonly nats?: boolean;
  readonly mongodb?: boolean;
  /** Where the data is kept. Without it: a temporary folder, removed at the end, and servers set to be fast instead of safe. */
  readonly dataDir?: string;
  readonly unsafe?: boolean;
};

/**
 * Starts the servers asked for, each on a free port of the loopback, and waits until they work. Meant for tests:
 * `await using servers = await startServers({ postgres: true })`.
 * @throws CannotStart when one cannot be had or does not come up; then none is left running.
 */
export async function startServers(options: ServersOptions): Promise<RunningServers> {
  const temporary = options.dataDir === undefined;
  const { unsafe = temporary } = options;
  const dataDir = resolve(options.dataDir ?? (await mkdtemp(join(tmpdir(), 'meetingroom-'))));
  const group = await createGroup({ dataDir, id: randomUUID(), temporary });
  const urls = new Map<ServerName, string>();
  let urlOf: ((database: string) => string) | undefined;
  try {
    const ports = createPorts();
    const common = async () => ({ dataDir, port: await ports.next(), say: () => {}, unsafe });
    const start = async (name: ServerName, { unit, url }: { readonly unit: Unit; readonly url: string }) => {
      await group.add(unit).start();
      urls.set(name, url);
    };
    const wanted: Promise<void>[] = [];
    if (options.postgres) {
      wanted.push(
        common().then(async (how) => {
          const server = await postgresServer({ ...how, databases: [] });
          await start('postgres', { unit: server.unit, url: server.url('postgres') });
          urlOf = server.url;
        }),
      );
    }
    if (options.nats) wanted.push(common().then(async (how) => start('nats', await natsServer(how))));
    if (options.mongodb)
      wanted.push(common().then(async (how) => start('mongodb', await mongodbServer(how))));
    await settleAll(wanted);
  } catch (error) {
    await group.close();
    throw error;
  }

  const url = (server: ServerName): string => {
    const found = urls.get(server);
    if (found === undefined) throw new Error(`${server} was not asked for.`);
    return found;
  };
  return {
    dataDir,
    url,
    async databaseUrl(name) {
      await createDatabase(url('postgres'), name);
      return urlOf?.(name) ?? '';
    },
    server(name) {
      const found = group.units.find(({ unit }) => unit.name === name);
      if (found === undefined) throw new Error(`${name} was not asked for.`);
      return found;
    },
    [Symbol.asyncDispose]: () => group.close(),
  };
}

/** Waits for all, also when one fails, so that nothing is still being started when it throws. */
export async function settleAll(promises: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
