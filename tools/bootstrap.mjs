/**
 * node tools/bootstrap.mjs PROGRAM ARGS…
 *
 * Runs a program of this project on the Node.js that the project brings along, whatever node is on the
 * machine (18 or newer), after installing the packages when they are missing or not those of the lock file.
 * Every script in package.json goes through here. Plain JavaScript without dependencies, since it runs before
 * there are any.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
/** Holds the hash of the lock file that node_modules was installed from. It goes when node_modules goes. */
const installedMark = join(modules, '.installed-lock');
const installLock = join(root, '.cache', 'installing');

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
/** npm writes the lock file and its own copy within one install. */
const sameWriteMs = 5_000;
const pollMs = 500;
/** A lock whose holder has not touched it for so long belongs to one that was killed. */
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
 * Whether node_modules is what the lock file says: we installed it from this very file, or npm did since it
 * was changed.
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
 * The project's Node.js, or the one that runs us if that is new enough (npm may be set to install no
 * binaries).
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

/** Installs, or waits until another bootstrap has: two at once would spoil each other's work. */
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
    // To standard error, so that a command's own output stays clean.
    console.error('Installing packages (first start)…');
    // Not `npm ci`: it refuses the whole lock file when a registry lacks a package that only another platform
    // needs. What is installed is the same, and the lock file is not touched.
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
    if (error.code !== 'ENOENT') throw error; // given back meanwhile
  }
  return false;
}

/** The npm that runs us, else the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}

/**
 * Runs a program, hands on signals, and gives its exit status (128 + signal when one ended it). When npm,
 * which runs us, is killed with -9, nobody tells us: we see it from our parents and end the program.
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
    // From a terminal, Ctrl-C has reached the program already; many programs take a second one as "at once".
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

/** Our parent and, as npm may put a shell between, the parent's parent. Not watched unless npm runs us. */
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
