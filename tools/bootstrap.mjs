/**
 * node tools/bootstrap.mjs PROGRAM ARGS…
 *
 * Runs a program of this project on the project's own Node.js, whatever node is installed (18 or newer). It
 * first installs the packages if they are missing or differ from the lock file. Every script in package.json
 * uses it. It is plain JavaScript without dependencies, because it runs before there are any.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
/**
 * Contains the hash of the lock file that node_modules was installed from, and is deleted together with
 * node_modules.
 */
const installedMark = join(modules, '.installed-lock');
const installLock = join(root, '.cache', 'installing');

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
/** npm writes the lock file and its own copy within one install. */
const sameWriteMs = 5_000;
const pollMs = 500;
/** A lock that was not touched for so long belongs to a killed process. */
const staleMs = 15_000;

const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  console.error('Usage: node tools/bootstrap.mjs PROGRAM ARGS…');
  process.exit(2);
}

const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
if (!isInstalled()) await installOnce();
process.exit(await run(projectNode(), [resolve(root, program), ...args], 'inherit'));

/**
 * Tells whether node_modules matches the lock file: installed from it by this program, or by npm since it
 * changed.
 */
function isInstalled() {
  if (contentOf(installedMark) === wanted) return true;
  const [byNpm, lock] = [changedAt(join(modules, '.package-lock.json')), changedAt(lockFile)];
  return byNpm !== undefined && lock !== undefined && byNpm > lock - sameWriteMs;
}

function contentOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function changedAt(file) {
  return existsSync(file) ? statSync(file).mtimeMs : undefined;
}

/**
 * The project's Node.js, or the running one if that is new enough (npm may be set to install no binaries).
 */
function projectNode() {
  const own = join(modules, 'node', 'bin', 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    'Node.js 24 is missing: allow npm to run install scripts and delete node_modules, or install Node.js 24.',
  );
  process.exit(1);
}

/**
 * Installs the packages, or waits until another bootstrap has: two parallel installs would break each other.
 */
async function installOnce() {
  try {
    mkdirSync(dirname(installLock), { recursive: true });
  } catch (error) {
    console.error(
      `The packages cannot be installed: ${error.message}. Run this as the user who owns ${root}.`,
    );
    process.exit(1);
  }
  while (!takeLock()) {
    await new Promise((done) => setTimeout(done, pollMs));
    if (isInstalled()) return;
  }
  const keepFresh = setInterval(() => utimesSync(installLock, new Date(), new Date()), pollMs * 4);
  let status = 0;
  try {
    if (isInstalled()) return;
    // Prints to standard error, so that a command's own output stays clean.
    console.error('Installing packages (first start)…');
    // `npm ci` is not used: it refuses the whole lock file if a registry lacks a package for another
    // platform. The installed packages are the same, and the lock file is not changed.
    const [file, ...first] = npm();
    const options = ['--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    status = await run(
      file,
      [...first, 'install', ...options],
      ['ignore', process.stderr.fd, process.stderr.fd],
    );
    if (status === 0) writeFileSync(installedMark, wanted);
  } finally {
    clearInterval(keepFresh);
    rmSync(installLock, { recursive: true, force: true });
  }
  if (status === 0) return;
  console.error('The packages could not be installed (see above): check the network and start again.');
  process.exit(1);
}

function takeLock() {
  try {
    mkdirSync(installLock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    if (Date.now() - statSync(installLock).mtimeMs > staleMs)
      rmSync(installLock, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // released meanwhile
  }
  return false;
}

/** The npm that runs this process, otherwise the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}

/**
 * Runs a program, forwards signals, and returns its exit status (128 + signal if one ended it). If npm is
 * killed with -9, no signal arrives: the change of the parent process shows it, and the program is ended.
 */
async function run(file, argv, stdio) {
  const child = spawn(file, argv, {
    stdio,
    env: {
      ...process.env,
      MEETINGROOM_PARENT: String(process.pid),
      PATH: `${join(modules, '.bin')}:${process.env.PATH}`,
    },
  });
  const handOn = (signal) => {
    // From a terminal, Ctrl-C has reached the program already, and many programs exit at once on the second
    // one.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, handOn);
  const parents = ancestors();
  const watch = setInterval(() => {
    if (parents !== ancestors()) child.kill('SIGTERM');
  }, pollMs);
  try {
    return await new Promise((done, failed) => {
      child.once('error', failed);
      child.once('exit', (code, signal) => done(code ?? 128 + (signals[signal] ?? 0)));
    });
  } finally {
    clearInterval(watch);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, handOn);
  }
}

/**
 * Our parent and, since npm may start a shell, the parent's parent. They are watched only if npm runs this
 * process.
 */
function ancestors() {
  if (process.env.npm_lifecycle_event === undefined) return '';
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isShell = /\((sh|dash|bash|ash|zsh)\)/.test(stat);
    return isShell ? parent : '';
  } catch {
    return '';
  }
}
