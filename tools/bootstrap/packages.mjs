/** The packages in node_modules: whether they are those of the lock file, and their installation. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { npmInstall } from './npm.mjs';
import { CACHE, MODULES, ROOT } from './paths.mjs';
import { CannotInstall } from './run.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
/** npm writes here what it has installed, when it is done. */
const INSTALLED_FILE = join(MODULES, '.package-lock.json');
const INSTALLING = join(CACHE, 'installing');
const POLL_MS = 500;
/** A lock that was not touched for so long belongs to a killed process. */
const STALE_MS = 15_000;

/** Tells whether an installation was completed, of whatever lock file. */
export function isComplete() {
  return existsSync(INSTALLED_FILE);
}

/**
 * Tells whether the packages of the lock file are installed.
 *
 * @param level `production`, or `all` for those of development too
 */
export function isInstalled(level) {
  if (!isComplete()) return false;
  const present = packagesIn(INSTALLED_FILE);
  return Object.entries(packagesIn(LOCK_FILE)).every(([path, wanted]) => {
    if (path === '' || (level === 'production' && (wanted.dev || wanted.devOptional))) return true;
    const found = present[path];
    // What is for another platform is not installed.
    if (found === undefined) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** The packages in a lock file by their path. */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * Installs the packages, or waits until another bootstrap has: two parallel installs would break each other.
 * The packages of development stay if they are there.
 *
 * @throws CannotInstall
 */
export async function installOnce(level) {
  try {
    mkdirSync(CACHE, { recursive: true });
  } catch (error) {
    throw new CannotInstall(
      `The packages cannot be installed: ${error.message}. Run this as the user who owns ${ROOT}.`,
    );
  }
  while (!takeLock()) {
    await new Promise((done) => setTimeout(done, POLL_MS));
    if (isInstalled(level)) return;
  }
  const keepFresh = setInterval(() => utimesSync(INSTALLING, new Date(), new Date()), POLL_MS * 4);
  try {
    if (!isInstalled(level)) await install(level === 'all' || hasDevelopment() ? 'all' : 'production');
  } finally {
    clearInterval(keepFresh);
    rmSync(INSTALLING, { recursive: true, force: true });
  }
}

async function install(level) {
  const isFirst = !isComplete();
  // Prints to standard error, so that a command's own output stays clean.
  console.error(isFirst ? 'Installing packages (first start)…' : 'Installing packages…');
  // What an interrupted installation has left may lack files that npm does not miss.
  if (isFirst) rmSync(MODULES, { recursive: true, force: true });
  else rmSync(INSTALLED_FILE);
  // `npm ci` is not used: it refuses the whole lock file if a registry lacks a package for another
  // platform. The installed packages are the same, and the lock file is not changed.
  const groups = level === 'all' ? '--include=dev' : '--omit=dev';
  await npmInstall([groups, '--package-lock', '--install-strategy=hoisted'], {
    cwd: ROOT,
    what: 'the packages are',
  });
}

/** Tells whether packages of development are installed. */
function hasDevelopment() {
  return isComplete() && Object.values(packagesIn(INSTALLED_FILE)).some(({ dev }) => dev);
}

function takeLock() {
  try {
    mkdirSync(INSTALLING);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    if (Date.now() - statSync(INSTALLING).mtimeMs > STALE_MS)
      rmSync(INSTALLING, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // released meanwhile
  }
  return false;
}
