import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresServer } from '../../../embedded/postgres/server.ts';
import { createGroup, type Group } from '../../../embedded/process/group.ts';
import { freePort } from '../../../embedded/process/port-allocator.ts';
import type { Supervised } from '../../../embedded/process/supervisor.ts';
import type { Server } from '../../../embedded/server.ts';
import { kill } from '../kill.ts';
import { createMovingAddress } from '../moving-address.ts';

/** PostgreSQL as an operator runs it: one address, which moves when the server behind it is lost. */
export type OperatedPostgres = AsyncDisposable & {
  /** For what belongs to the servers, such as archives. It is removed with them. */
  readonly folder: string;
  readonly group: Group;
  /** The address for a service, or for a superuser in the database `postgres`. */
  url(service?: string): string;
  /** The server behind the address, or the one that was there before it was killed. */
  primary(): PostgresNode;
  /** SIGKILL for the primary, which stays down, and every connection ends. */
  killPrimary(): Promise<void>;
  /** Starts a server on a copy of the primary's data, which `fill` puts into the folder that it gets. */
  addCopy(name: string, fill: (dataFolder: string) => Promise<void>): Promise<PostgresNode>;
  /** Moves the address to this server. */
  moveTo(node: PostgresNode): void;
};

export type PostgresNode = {
  readonly server: Server;
  readonly running: Supervised;
  readonly port: number;
  /** The folder with its passwords, in which its data folder is. */
  readonly home: string;
  readonly dataFolder: string;
};

const PASSWORD_FILES = ['postgres.password', 'postgres.secret'];

/** @param databases those of the services, which get a role each */
export async function operatePostgres(databases: readonly string[]): Promise<OperatedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-postgres-'));
  const group = await createGroup({ dataDir: folder, id: randomUUID(), temporary: true, logBytes: 2 ** 20 });
  const address = createMovingAddress();
  const close = async (): Promise<void> => {
    address.close();
    await group.close();
  };
  const makeHome = async (name: string): Promise<string> => {
    const home = join(folder, name);
    await mkdir(home, { mode: 0o700 });
    return home;
  };
  try {
    // PostgreSQL may run as another user, who has to get to its folders.
    await chmod(folder, 0o711);
    const port = await freePort();
    await address.listen(port);
    const first = await startFirst(group, await makeHome('primary'), databases);
    let primary = first;
    address.moveTo(primary.port);

    return {
      folder,
      group,
      url(service) {
        const url = new URL(first.server.url());
        url.port = String(port);
        if (service === undefined) return url.href;
        url.username = service;
        url.password = new URL(first.server.url(service)).password;
        url.pathname = `/${service}`;
        return url.href;
      },
      primary: () => primary,
      async killPrimary() {
        await kill(primary.running);
        address.moveTo(undefined);
      },
      async addCopy(name, fill) {
        const home = await makeHome(name);
        for (const file of PASSWORD_FILES) await copyFile(join(primary.home, file), join(home, file));
        await fill(join(home, 'postgres'));
        return startCopy(group, name, home);
      },
      moveTo(node) {
        primary = node;
        address.moveTo(node.port);
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startFirst(group: Group, home: string, databases: readonly string[]): Promise<PostgresNode> {
  const port = await freePort();
  const server = await postgresServer({ dataDir: home, port, say: () => {}, databases });
  const running = group.add(server.unit);
  await running.start();
  return { server, running, port, home, dataFolder: join(home, 'postgres') };
}

async function startCopy(group: Group, name: string, home: string): Promise<PostgresNode> {
  const port = await freePort();
  const server = await postgresServer({ dataDir: home, port, say: () => {} });
  // Its roles and databases are in the copy.
  const { onFirstReady: _, ...unit } = server.unit;
  const running = group.add({ ...unit, name: `postgres-${name}` });
  await running.start();
  return { server, running, port, home, dataFolder: join(home, 'postgres') };
}
