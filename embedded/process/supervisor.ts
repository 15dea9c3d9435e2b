import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';
import { FOLDER_VARIABLE, type Unit } from './command.ts';
import { DRAIN_TIMEOUT_MS } from './end-instance.ts';
import { lastLines } from './log-file.ts';
import { INSTANCE_MARK } from './processes.ts';

export type UnitState = 'down' | 'starting' | 'ready' | 'stopping';

/** A process that is kept running until `stop` is called. */
export type Supervised = {
  readonly unit: Unit;
  readonly logFile: string;
  state(): UnitState;
  pid(): number | undefined;
  restarts(): number;
  /**
   * Starts it and waits until it is ready; does nothing if it already is. @throws CannotStart if it does not
   * become ready.
   */
  start(): Promise<void>;
  /** Lets it drain and kills it if that takes too long. It stays down. */
  stop(): Promise<void>;
};

export type SupervisorOptions = {
  readonly unit: Unit;
  readonly logFile: string;
  readonly instanceId: string;
  /** The folder of the instance. */
  readonly dataDir: string;
  /** Called after each start and end of the process. */
  readonly onChange: () => void;
  /** Tells the person at the terminal about a crash and the recovery from it. */
  readonly say: (line: string) => void;
};

const BACKOFF = { firstMs: 100, longestMs: 5_000, stableMs: 10_000 } as const;
const MAX_START_ATTEMPTS = 3;
const START_LIMIT_MS = 60_000;
const POLL_MS = 40;
const LIFELINE = new URL('lifeline.ts', import.meta.url).href;

/**
 * Supervises one process: restarts it when it dies, with a growing delay (100 ms to 5 s) until a run is
 * stable.
 */
export function createSupervised(options: SupervisorOptions): Supervised {
  const { unit, logFile } = options;
  let wanted = false;
  let state: UnitState = 'down';
  let child: ChildProcess | undefined;
  let ended = Promise.resolve();
  let launching: Promise<void> | undefined;
  let again: NodeJS.Timeout | undefined;
  let deaths = 0;
  let waitMs: number = BACKOFF.firstMs;
  let readyBefore = false;
  let problem = '';
  /** It died while it was ready, and is not ready again yet. */
  let crashed = false;

  const launch = (): Promise<void> => {
    launching ??= (async () => {
      const begun = Date.now();
      try {
        await unit.beforeStart?.({ [INSTANCE_MARK]: options.instanceId });
        if (!wanted || child !== undefined) return;
        const started = spawnUnit(options);
        child = started;
        ended = new Promise((resolve) => {
          const end = (how: string) => {
            if (child !== started) return;
            child = undefined;
            if (wanted && state === 'ready') {
              crashed = true;
              options.say(`${unit.name} ended unexpectedly (${how}) and is restarted. Its log: ${logFile}`);
            }
            died(Date.now() - begun);
            resolve();
          };
          started.on('exit', (code, signal) => end(signal ?? `exit status ${code}`));
          started.on('error', (error) => end(error.message));
          started.stdio[3]?.on('error', () => {}); // its lifeline, which ends with the process
        });
        options.onChange();
        void watch(started);
      } catch (error) {
        // A failed preparation (a full disk, for example) counts as a death.
        problem = errorMessage(error);
        died(0);
      } finally {
        launching = undefined;
      }
    })();
    return launching;
  };

  const died = (livedMs: number): void => {
    state = wanted ? 'starting' : 'down';
    options.onChange();
    if (!wanted) return;
    deaths += 1;
    if (livedMs > BACKOFF.stableMs) waitMs = BACKOFF.firstMs;
    again = setTimeout(() => void launch(), waitMs);
    waitMs = Math.min(waitMs * 2, BACKOFF.longestMs);
  };

  /** Polls until the process is ready or has ended. */
  const watch = async (started: ChildProcess): Promise<void> => {
    while (child === started && wanted) {
      try {
        if (await unit.isReady()) {
          if (!readyBefore) await unit.onFirstReady?.();
          readyBefore = true;
          if (child !== started || !wanted) return;
          state = 'ready';
          if (crashed) options.say(`${unit.name} is ready again.`);
          crashed = false;
          return;
        }
      } catch (error) {
        problem = errorMessage(error);
      }
      await delay(POLL_MS);
    }
  };

  return {
    unit,
    logFile,
    state: () => state,
    pid: () => child?.pid,
    restarts: () => deaths,
    async start() {
      if (state === 'stopping') await ended;
      const before = deaths;
      const until = Date.now() + (unit.startLimitMs ?? START_LIMIT_MS);
      if (!wanted) {
        wanted = true;
        state = 'starting';
        waitMs = BACKOFF.firstMs;
        await launch();
      }
      while (state !== 'ready') {
        if (!wanted) throw new CannotStart(`${unit.name} was stopped before it was ready.`);
        if (deaths - before >= MAX_START_ATTEMPTS || Date.now() > until) {
          throw new CannotStart(didNotComeUp(unit.name, logFile, problem));
        }
        await delay(POLL_MS);
      }
    },
    async stop() {
      wanted = false;
      clearTimeout(again);
      await launching;
      const stopping = child;
      if (stopping === undefined) {
        state = 'down';
        return;
      }
      if (state !== 'stopping') {
        state = 'stopping';
        stopping.kill(unit.stopSignal);
      }
      const limit = setTimeout(() => stopping.kill('SIGKILL'), unit.drainTimeoutMs ?? DRAIN_TIMEOUT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}

function spawnUnit({ unit, logFile, instanceId, dataDir }: SupervisorOptions): ChildProcess {
  const { file, args, env, hasLifeline = false, ...place } = unit.command;
  const log = openSync(logFile, 'a', 0o644);
  try {
    // Its own process group: Ctrl-C reaches only the launcher, which then stops everything in order.
    return spawn(file, hasLifeline ? ['--import', LIFELINE, ...args] : args, {
      ...place,
      env: { ...env, [INSTANCE_MARK]: instanceId, ...(hasLifeline ? { [FOLDER_VARIABLE]: dataDir } : {}) },
      stdio: ['ignore', log, log, hasLifeline ? 'pipe' : 'ignore'],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

function didNotComeUp(name: string, logFile: string, problem: string): string {
  const said = lastLines(logFile, 8) || '  (nothing)';
  return `${name} did not start${problem === '' ? '' : ` (${problem})`}. Its log, ${logFile}, ends with:\n${said}`;
}
