/** The Node.js that runs this project: the running one, or one of our own if that is too old. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npmInstall } from './npm.mjs';
import { CACHE, MODULES } from './paths.mjs';
import { CannotInstall } from './run.mjs';

/** The first version with everything that the sources use. */
const OLDEST = [24, 2];
const VERSION = '24.21.0';
/** The packages of the npm registry that hold it, with their sha512. */
const PACKAGES = {
  'linux-x64':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64':
    'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};

/**
 * Returns the program of a Node.js that can run the project. It is fetched first if the running one cannot
 * and the cache lacks it.
 *
 * @throws CannotInstall
 */
export async function prepareNode() {
  if (canRun() && !isPackage()) return process.execPath;
  const home = join(CACHE, `node-${VERSION}`);
  const program = join(home, 'bin', 'node');
  if (!existsSync(program)) await fetchNode(home);
  return program;
}

/** Tells whether the running Node.js is new enough and strips types. */
function canRun() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return isNewEnough && Boolean(process.features.typescript);
}

/**
 * Tells whether the running Node.js is a package of this project, as in earlier versions: npm puts it first
 * on the PATH, and the installation that upgrades them removes it.
 */
function isPackage() {
  return process.execPath.startsWith(MODULES);
}

async function fetchNode(home) {
  const platform = `${process.platform}-${process.arch}`;
  const integrity = PACKAGES[platform];
  if (integrity === undefined)
    throw new CannotInstall(
      `Node.js ${process.versions.node} is too old, and there is no other for ${platform}: install Node.js 24.`,
    );
  console.error(
    isPackage()
      ? `Fetching Node.js ${VERSION}, which is no longer one of the packages…`
      : `Fetching Node.js ${VERSION}, as Node.js ${process.versions.node} cannot run TypeScript (first start)…`,
  );
  const name = `node-${platform}`;
  const fresh = makeFolder();
  try {
    const place = ['--prefix', fresh, '--no-package-lock', '--ignore-scripts'];
    await npmInstall([...place, `${name}@${VERSION}`], { cwd: fresh, what: `Node.js ${VERSION} is` });
    const lock = JSON.parse(readFileSync(join(fresh, 'node_modules', '.package-lock.json'), 'utf8'));
    if (lock.packages[`node_modules/${name}`]?.integrity !== integrity)
      throw new CannotInstall(`${name}@${VERSION} from npm has an unexpected checksum and is not used.`);
    // Only the program is kept: two thirds of the package.
    mkdirSync(join(fresh, 'home', 'bin'), { recursive: true });
    renameSync(join(fresh, 'node_modules', name, 'bin', 'node'), join(fresh, 'home', 'bin', 'node'));
    moveInPlace(join(fresh, 'home'), home);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function makeFolder() {
  try {
    mkdirSync(CACHE, { recursive: true });
    return mkdtempSync(join(CACHE, 'fetch-node-'));
  } catch (error) {
    throw new CannotInstall(
      `Node.js cannot be fetched: ${error.message}. Run this as the owner of ${dirname(CACHE)}.`,
    );
  }
}

function moveInPlace(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process was faster; its copy is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}
