import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findClientPrograms } from '../../embedded/postgres/client-programs.ts';
import { postgresServer } from '../../embedded/postgres/server.ts';
import { createGroup } from '../../embedded/process/group.ts';
import { freePort } from '../../embedded/process/port-allocator.ts';
import type { Server } from '../../embedded/server.ts';

/**
 * A PostgreSQL server and its standby, which has each transaction before its client is told of it. Both are
 * reached by one address, which moves with the promotion, as the service of an operator does.
 */
export type PostgresPair = AsyncDisposable & {
  /** The address for a service, or for a superuser in the database `postgres`. */
  url(service?: string): string;
  /** SIGKILL for the primary, which stays down, and every connection ends. */
  killPrimary(): Promise<void>;
  /** Promotes the standby, and moves the address there when it takes writes. */
  promote(): Promise<void>;
  /** Whether the standby confirms commits now, as the primary sees it. */
  isSynchronous(): Promise<boolean>;
};

/** The version of the packaged server, which its tools have to understand. */
const MAJOR = 18;
const PROMOTION_LIMIT_S = 60;

/** @param databases those of the services, which get a role each */
export async function startPostgresPair(databases: readonly string[]): Promise<PostgresPair> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-pair-'));
  const group = await createGroup({ dataDir: folder, id: randomUUID(), temporary: true, logBytes: 2 ** 20 });
  const address = createMovingAddress();
  const close = async (): Promise<void> => {
    address.close();
    await group.close();
  };
  try {
    // PostgreSQL may run as another user, who has to get to its folders.
    await chmod(folder, 0o711);
    const [first, second] = [join(folder, 'primary'), join(folder, 'standby')];
    const [primaryPort, standbyPort, port] = [await freePort(), await freePort(), await freePort()];
    for (const each of [first, second]) await mkdir(each, { mode: 0o700 });

    const primary = await postgresServer({ dataDir: first, port: primaryPort, say: () => {}, databases });
    const running = group.add(primary.unit);
    await running.start();

    for (const file of ['postgres.password', 'postgres.secret'])
      await copyFile(join(first, file), join(second, file));
    await copyServer(primary, join(second, 'postgres'));
    const standby = await postgresServer({ dataDir: second, port: standbyPort, say: () => {} });
    // A standby gets its roles and databases from the primary.
    const { onFirstReady: _, ...unit } = standby.unit;
    await group.add({ ...unit, name: 'postgres-standby' }).start();
    await run(primary.url(), "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'");
    await run(primary.url(), 'SELECT pg_reload_conf()');
    await address.listen(port);
    address.moveTo(primaryPort);

    return {
      url(service) {
        const url = new URL(primary.url());
        url.port = String(port);
        if (service === undefined) return url.href;
        url.username = service;
        url.password = new URL(primary.url(service)).password;
        url.pathname = `/${service}`;
        return url.href;
      },
      async isSynchronous() {
        const rows = await run(primary.url(), 'SELECT sync_state FROM pg_stat_replication');
        return rows.some(({ sync_state }) => sync_state === 'quorum' || sync_state === 'sync');
      },
      async killPrimary() {
        const pid = running.pid();
        if (pid === undefined) throw new Error('The primary does not run');
        const stopped = running.stop();
        process.kill(pid, 'SIGKILL');
        await stopped;
        address.moveTo(undefined);
      },
      async promote() {
        await run(standby.url(), `SELECT pg_promote(true, ${PROMOTION_LIMIT_S})`);
        address.moveTo(standbyPort);
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Copies the files of a running server into a folder that follows it from there on. */
async function copyServer(primary: Server, folder: string): Promise<void> {
  const programs = await findClientPrograms(MAJOR, () => {});
  const { hostname, port, username, password } = new URL(primary.url());
  const from = ['--host', hostname, '--port', port, '--username', username];
  const how = ['--write-recovery-conf', '--create-slot', '--slot', 'standby', '--checkpoint', 'fast'];
  await promisify(execFile)(join(programs, 'pg_basebackup'), ['--pgdata', folder, ...from, ...how], {
    env: { PGPASSWORD: password, LC_ALL: 'C' },
  });
}

async function run(url: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // `connect` or `query` reports it as well
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** One address for the server that takes writes. A move ends the connections to the server before. */
function createMovingAddress() {
  const open = new Set<Socket>();
  let target: number | undefined;
  const server = createServer((client) => {
    if (target === undefined) return void client.destroy();
    const behind = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  return {
    listen: (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)),
    moveTo(port: number | undefined) {
      target = port;
      for (const socket of open) socket.destroy();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
