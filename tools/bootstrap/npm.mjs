/** Runs `npm install`, and says in one sentence why it failed. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { CannotInstall, run } from './run.mjs';

const QUIET = ['--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
const INTERRUPTED = new Set([129, 130, 143]);
const NO_NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;

/**
 * Runs `npm install` with the given arguments.
 *
 * @param what names what is installed, for the message
 * @throws CannotInstall that says what is wrong
 */
export async function npmInstall(args, { cwd, what }) {
  checkCache(what);
  let interrupted = false;
  const onSignal = () => (interrupted = true);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  let output = '';
  try {
    const [file, ...first] = npm();
    const status = await run(file, [...first, 'install', ...QUIET, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
      onOutput: (text) => (output += text),
    });
    if (status === 0) return;
    if (interrupted || INTERRUPTED.has(status))
      throw new CannotInstall(`Interrupted: ${what} not installed. The next command starts over.`, 130);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, onSignal);
  }
  throw new CannotInstall(`${cap(what)} not installed: ${reasonOf(output)}`);
}

/** npm may wait for ever for a cache that it cannot write, so that is checked before. */
function checkCache(what) {
  const cache = process.env.npm_config_cache || join(homedir(), '.npm');
  try {
    mkdirSync(cache, { recursive: true });
    for (const folder of [cache, join(cache, '_cacache')])
      if (existsSync(folder)) accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new CannotInstall(
      `${cap(what)} not installed: ${unwritableCache(error.path ?? cache, error.code)}`,
    );
  }
}

function unwritableCache(path, code) {
  return `npm cannot write its cache, ${path} (${code}). Give this user the right to write it, or choose another with npm_config_cache=FOLDER.`;
}

function reasonOf(output) {
  const [, code] = /npm (?:error|ERR!) code (\S+)/.exec(output) ?? [];
  const [, path] = /npm (?:error|ERR!) path (.+)/.exec(output) ?? [];
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk is full (${code}). Free some space.`;
  const network = NO_NETWORK.exec(output)?.[1];
  if (network !== undefined)
    return `the npm registry cannot be reached (${network}). Check the network, the proxy, or \`npm config get registry\`.`;
  const cache = /_cacache|_logs|cache folder/.test(output);
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT)$/.test(code ?? '') && (path !== undefined || cache)) {
    const where = path?.trim() ?? 'its cache';
    return cache
      ? unwritableCache(where, code)
      : `npm cannot write ${where} (${code}). Run this as the user who owns the folder.`;
  }
  return `npm says\n${output.trim() || '(nothing)'}`;
}

function cap(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** The npm that runs this process, otherwise the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
