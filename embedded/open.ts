/** `npm run open`: opens the page of the running instance in a browser, or prints its address without one. */
import { spawn } from 'node:child_process';
import { runCommand } from '../platform/config/command-line.ts';
import { type Environment, environment } from '../platform/config/environment.ts';
import { readSettings } from '../platform/config/read-settings.ts';
import { findLauncher, nothingRuns } from './launcher/client.ts';
import { linksOf } from './launcher/links.ts';
import { dataDirOf } from './launcher/settings.ts';
import { OPEN_TABLE } from './open-settings.ts';
import { OPEN } from './usages.ts';

/** The program that opens an address; undefined where there is no screen. */
function browserProgram(env: Environment): string | undefined {
  const { browser } = readSettings(OPEN_TABLE, env);
  if (browser !== undefined) return browser;
  if (process.platform === 'darwin') return 'open';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : undefined;
}

/** Returns whether the program was started and did not fail. */
function openWith(program: string, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, [address], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // A browser that stays in the foreground has opened the page.
    setTimeout(() => resolve(true), FOREGROUND_MS).unref();
    child.unref();
  });
}

const FOREGROUND_MS = 3_000;

async function open(): Promise<number> {
  const dataDir = dataDirOf(environment);
  const router = findLauncher(dataDir)?.record.services.router?.url;
  if (router === undefined) {
    console.error(nothingRuns(dataDir));
    return 1;
  }
  const { graphiql } = linksOf(router);
  const program = browserProgram(environment);
  const isOpen = program !== undefined && (await openWith(program, graphiql));
  console.log(isOpen ? `Opened ${graphiql}` : `No browser could be started here. Open ${graphiql}`);
  return 0;
}

process.exit(await runCommand(OPEN, process.argv.slice(2), open));
