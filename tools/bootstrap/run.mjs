/** Runs another program in place of this process: with its signals, and its end. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE, MODULES } from './paths.mjs';

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
const POLL_MS = 1_000;

/** The reason why the packages or Node.js could not be installed, for the person at the terminal. */
export class CannotInstall extends Error {
  constructor(message, status = 1) {
    super(message);
    this.status = status;
  }
}

/**
 * Runs a program, forwards signals, and returns its exit status (128 + signal if one ended it). If npm is
 * killed with -9, no signal arrives: the change of the parent process shows it, and the program is ended.
 *
 * @param node the Node.js that the program's own children find on the PATH
 * @param onOutput receives what the program prints, unless `stdio` lets it print itself
 */
export async function run(file, argv, { stdio, node = process.execPath, cwd, onOutput = () => {} }) {
  const child = spawn(file, argv, {
    stdio,
    cwd,
    env: {
      // Halves the start-up time from the second start on.
      NODE_COMPILE_CACHE: join(CACHE, 'compiled'),
      ...process.env,
      ...noProxyToThisMachine(process.env),
      MEETINGROOM_PARENT: String(process.pid),
      PATH: `${dirname(node)}:${join(MODULES, '.bin')}:${process.env.PATH}`,
    },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => onOutput(String(data)));
  const handOn = (signal) => {
    // From a terminal, Ctrl-C has reached the program already, and many programs exit at once on the second
    // one.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of names) process.on(signal, handOn);
  const parents = ancestors();
  const watch = setInterval(() => {
    if (parents === ancestors()) return;
    clearInterval(watch); // a second signal would ask for more than an orderly end
    child.kill('SIGTERM');
  }, POLL_MS);
  try {
    return await new Promise((done, failed) => {
      child.once('error', failed);
      child.once('close', (code, signal) => done(code ?? 128 + (SIGNALS[signal] ?? 0)));
    });
  } finally {
    clearInterval(watch);
    for (const signal of names) process.off(signal, handOn);
  }
}

/**
 * The variables that keep requests to this machine from a proxy: with NODE_USE_ENV_PROXY, Node.js sends all
 * others to the one of HTTP_PROXY, which cannot reach what listens here.
 */
function noProxyToThisMachine({ no_proxy: lower, NO_PROXY: upper = '' }) {
  const given = lower ?? upper;
  if (given.trim() === '*') return {};
  const all = [...(given.trim() === '' ? [] : [given]), 'localhost', '127.0.0.1', '::1'].join();
  return { no_proxy: all, NO_PROXY: all };
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
