import { join } from 'node:path';
import { runCommand } from '../../platform/config/command-line.ts';
import { misspelledIn, misspelledText } from '../../platform/config/misspelled.ts';
import { variablesOf } from '../../platform/config/read-settings.ts';
import { errorCode, errorMessage } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';
import { findLauncher, nothingRuns, orderAndReport } from './client.ts';
import { START } from './commands.ts';
import { type Control, serveControl } from './control.ts';
import { hasRooms } from './has-rooms.ts';
import { createLauncher, type Launcher } from './launcher.ts';
import { linksOf, renderLinks } from './links.ts';
import { ROUTER } from './services.ts';
import { dataDirOf, type Env, readSettings, type Settings } from './settings.ts';
import { LAUNCHER_TABLE } from './settings-table.ts';
import { renderTable } from './status-table.ts';
import { onStopRequest } from './stop-requests.ts';
import { printedTokens, TOKENS_ELSEWHERE } from './tokens.ts';
import type { DevelopmentMode } from './units.ts';

export type RunOptions = {
  readonly args: readonly string[];
  readonly env: Env;
  /** The folder that contains the services' programs. */
  readonly root: string;
};

/**
 * `npm start`: runs an instance until a stop is requested; with names, starts those in the running instance.
 * Returns the exit status: 0 done or stopped, 1 failed, 2 wrong usage.
 */
export function run({ args, env, root }: RunOptions): Promise<number> {
  return runCommand(START, args, async ({ positionals: names }) => {
    if (names.length > 0) return startNamed(names, dataDirOf(env));
    const settings = readSettings(env);
    if (typeof settings !== 'string') return runInstance({ env: settings.environment, root, settings });
    console.error(settings);
    return 2;
  });
}

async function startNamed(names: readonly string[], dataDir: string): Promise<number> {
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) {
    console.error(nothingRuns(dataDir));
    return 1;
  }
  return orderAndReport(launcher, 'start', names, `Ready: ${names.join(', ')}.`);
}

/** What `npm run dev` adds to a run. */
export type DevelopmentRun = {
  readonly mode: DevelopmentMode;
  /** Brings the instance up in place of the launcher. @throws CannotStart */
  start(launcher: Launcher): Promise<void>;
  /** Called once the instance is up and its table is printed. */
  onStarted(): void;
  close(): void;
};

/** Runs an instance until a stop is requested, and returns the exit status. */
export async function runInstance(options: {
  readonly env: Env;
  readonly root: string;
  readonly settings: Settings;
  readonly development?: DevelopmentRun;
}): Promise<number> {
  const { env, root, settings, development } = options;
  const begun = performance.now();
  for (const each of misspelledIn(env, variablesOf(LAUNCHER_TABLE))) say(misspelledText(each));
  let launcher: Launcher | undefined;
  let control: Control | undefined;
  let started = false;
  const requests = onStopRequest({ env, say, kill: () => launcher?.group.killAll() });
  try {
    launcher = await createLauncher({ settings, env, root, say, development: development?.mode });
    control = await serveControl(launcher, {
      started: () => started,
      shutDown: requests.request,
    });
    launcher.describe(control.at);
    const starting = development?.start(launcher) ?? launcher.start();
    const outcome = await Promise.race([starting.then(() => 'ready' as const), requests.requested]);
    if (outcome === 'ready') {
      started = true;
      const { dataDir } = settings;
      say(await summary(launcher, { env, dataDir, tookMs: performance.now() - begun }));
      development?.onStarted();
      await requests.requested;
    }
    say('Stopping…');
    return 0;
  } catch (error) {
    if (DISK_ERROR_CODES.has(errorCode(error) ?? ''))
      console.error(
        `The disk cannot be written (${errorMessage(error)}): free some space, or give this user write permission.`,
      );
    else if (error instanceof CannotStart) console.error(errorMessage(error));
    else throw error;
    return 1;
  } finally {
    development?.close();
    control?.close();
    await launcher?.close();
    requests.dispose();
  }
}

/** Error codes of a full disk and of missing permissions. */
const DISK_ERROR_CODES: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']);

function say(line: string): void {
  console.log(line);
}

async function summary(
  launcher: Launcher,
  { env, dataDir, tookMs }: { readonly env: Env; readonly dataDir: string; readonly tookMs: number },
): Promise<string> {
  const { issuer, url } = launcher;
  const isEmpty = issuer !== undefined && (await hasRooms(url, issuer)) === false;
  return [
    '',
    renderTable(await launcher.rows()),
    '',
    ...(issuer ? await printedTokens(issuer) : [TOKENS_ELSEWHERE]),
    '',
    ...renderLinks(linksOf(url, launcher.metricsUrl)),
    `  E-mail    ${mailServerOf(env) ?? 'is not sent: SMTP_URL names a mail server'}`,
    `  Data      ${dataDir} (logs in ${join(dataDir, 'logs')}, the ${ROUTER.name}'s in ${ROUTER.name}.log)`,
    '',
    ...(isEmpty ? ['No rooms yet: `npm run seed` adds six rooms and a week of bookings.', ''] : []),
    `Ready after ${(tookMs / 1_000).toFixed(1)} s. Ctrl-C stops everything.`,
  ].join('\n');
}

/** The mail server without its credentials; undefined if none is configured. */
function mailServerOf({ SMTP_URL: url }: Env): string | undefined {
  return url ? `through ${URL.parse(url)?.host ?? 'the server of SMTP_URL'}` : undefined;
}
