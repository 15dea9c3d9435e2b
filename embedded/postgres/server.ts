import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { errorMessage } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';
import { keptPasswords, keptSecret } from '../kept-secret.ts';
import { type Command, plainEnvironment, STAGES } from '../process/command.ts';
import { LOOPBACK } from '../process/ports.ts';
import type { Server, ServerOptions } from '../server.ts';
import { findBinaries } from './binaries.ts';
import { clearDataFolder } from './leftovers.ts';
import { createServiceDatabases } from './roles.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

const USER = 'meetingroom';
const UNSAFE_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** By default the log may take 1 GB before its segments are used again. */
const SMALL_DISK_BYTES = 4 * 2 ** 30;
const SMALL_DISK_SETTINGS = ['min_wal_size=48MB', 'max_wal_size=96MB'];

/**
 * Provides PostgreSQL with its data in DATA_DIR/postgres: for the services on a Unix socket there, which only
 * this user can reach, if its path is not too long, and for operators on the loopback. The first start
 * creates the cluster.
 * @throws CannotStart if there is no PostgreSQL or it cannot run here
 */
export async function postgresServer({
  dataDir,
  port,
  say,
  databases = [],
  unsafe = false,
}: ServerOptions): Promise<Server> {
  const folder = join(dataDir, 'postgres');
  const binaries = await findBinaries(folder, say);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const env = { ...plainEnvironment(), LC_ALL: 'C', TZ: 'UTC' };
  const runAs = chooseRunAs(join(binaries.folder, 'postgres'), folder, env);
  const password = keptSecret(join(dataDir, 'postgres.password'));
  const passwordOf = keptPasswords(join(dataDir, 'postgres.secret'));
  const socketFolder = canHoldSocket(folder) ? folder : undefined;
  const socket = socketFolder === undefined ? undefined : join(socketFolder, `.s.PGSQL.${port}`);
  const url = (service?: string) =>
    service === undefined
      ? `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`
      : `postgres://${service}:${passwordOf(service)}@${encodeURIComponent(socketFolder ?? '127.0.0.1')}:${port}/${service}`;

  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    // A statement over a socket costs both sides a fifth less than over the loopback.
    `unix_socket_directories=${socketFolder ?? ''}`,
    'unix_socket_permissions=0700',
    'timezone=UTC',
    'log_timezone=UTC',
    // Without the details of errors, which quote rows: they name people.
    'log_error_verbosity=terse',
  ];
  const { blocks, bsize } = await statfs(folder);
  if (blocks * bsize < SMALL_DISK_BYTES) settings.push(...SMALL_DISK_SETTINGS);
  if (unsafe) settings.push(...UNSAFE_SETTINGS);
  const server: Command = {
    file: join(binaries.folder, 'postgres'),
    args: ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])],
    env,
    cwd: '/',
  };

  return {
    url,
    unit: {
      name: 'postgres',
      stage: STAGES.server,
      address: `127.0.0.1:${port}`,
      listensOn: { host: LOOPBACK, ports: [port] },
      origin: binaries.origin,
      command: runAs.server(server),
      stopSignal: 'SIGINT', // "fast" shutdown: ends sessions and shuts down cleanly
      async beforeStart(marks) {
        await clearDataFolder(folder);
        if (!existsSync(join(folder, 'PG_VERSION')))
          await initialise({
            folder,
            password,
            runAs,
            binaries: binaries.folder,
            env: { ...env, ...marks },
            unsafe,
          });
      },
      isReady: () => answers(url()),
      // Somebody has removed it: no service can connect any more.
      needsRestart: async () => socket !== undefined && !existsSync(socket),
      async onFirstReady() {
        await createServiceDatabases(
          url(),
          databases.map((name) => ({ name, password: passwordOf(name) })),
        );
      },
    },
  };
}

/** The longest path of a Unix socket; macOS takes fewer bytes than Linux. */
const LONGEST_SOCKET = 103;

/** Whether a Unix socket can be in a folder: its path is short, and needs no quotes in the settings. */
function canHoldSocket(folder: string): boolean {
  return Buffer.byteLength(`${folder}/.s.PGSQL.65535`) <= LONGEST_SOCKET && !/[\s,"]/.test(folder);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // the connection was lost: `connect` or `query` reports that as well
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Creates the cluster in a temporary folder first: an interrupted start does not leave half a cluster. */
async function initialise(how: {
  readonly folder: string;
  readonly password: string;
  readonly runAs: RunAs;
  readonly binaries: string;
  readonly env: Readonly<Record<string, string>>;
  readonly unsafe: boolean;
}): Promise<void> {
  const { folder, password, runAs, binaries, env, unsafe } = how;
  const [fresh, passwordFile] = [`${folder}.new`, `${folder}.initdb`];
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [fresh, passwordFile]) runAs.giveToMaker(path);
  const access = [`--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${fresh}`, ...access, '--encoding=UTF8', '--locale=C'];
  if (unsafe) args.push('--no-sync');
  const { file, args: all, ...rest } = runAs.maker({ file: join(binaries, 'initdb'), args, env, cwd: '/' });
  try {
    await promisify(execFile)(file, [...all], rest);
    runAs.giveToServer(fresh);
    renameSync(fresh, folder);
  } catch (error) {
    const lines = errorMessage(error).trim().split('\n');
    const reason = lines.find((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1);
    throw new CannotStart(`PostgreSQL cannot make its data folder ${folder}: ${reason}`);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}
