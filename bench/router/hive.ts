import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE_DIR, PROJECT_ROOT } from '../../embedded/paths.ts';

const MANIFEST = join(PROJECT_ROOT, 'bench', 'hive');
const PROGRAM = join('node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
const LIMIT_MS = 300_000;

export const HIVE_CONFIG = join(MANIFEST, 'gateway.config.mjs');

/** Hive Gateway's program, installed from bench/hive/package-lock.json unless the cache has it. */
export async function hiveProgram(signal: AbortSignal): Promise<string> {
  const lock = await readFile(join(MANIFEST, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const home = join(CACHE_DIR, `hive-gateway-${version}`);
  if (existsSync(home)) return join(home, PROGRAM);

  console.error('Installing Hive Gateway (first run)…');
  const fresh = join(CACHE_DIR, `.hive-gateway-${randomUUID()}`);
  const tidy = () => rmSync(fresh, { recursive: true, force: true });
  process.once('exit', tidy);
  try {
    await mkdir(fresh, { recursive: true });
    for (const file of ['package.json', 'package-lock.json'])
      await copyFile(join(MANIFEST, file), join(fresh, file));
    const [npm, ...first] = npmCommand();
    const options = [
      '--prefix',
      fresh,
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
    ];
    await promisify(execFile)(npm, [...first, 'install', ...options, '--loglevel=error'], {
      cwd: fresh,
      timeout: LIMIT_MS,
      signal,
    });
    await rename(fresh, home);
  } finally {
    process.off('exit', tidy);
    tidy();
  }
  return join(home, PROGRAM);
}

/** The npm that runs this process, otherwise the one on the PATH. */
function npmCommand(): readonly [string, ...string[]] {
  const running = process.env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
