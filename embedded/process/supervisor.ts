import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freeBytesOf } from '../../platform/disk-space.ts';
import { errorMessage } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';
import { FOLDER_VARIABLE, STAGES, type Unit } from './command.ts';
import { DRAIN_TIMEOUT_MS } from './end-instance.ts';
import { lastLines } from './log-file.ts';
import { LOOPBACK, portInUse } from './ports.ts';
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
  /** Kills it at once. It stays down. */
  kill(): void;
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
/** Without this much free space a process that died is not started again: it would die again. In bytes. */
export const SPACE_TO_START = 8 * 2 ** 20;
const SPACE_POLL_MS = 500;
/** How often a process that is ready is asked whether it needs a restart, which costs a connection. */
const CHECK_MS = 5_000;
/** How soon it is asked again after it said so: one answer may be wrong. */
const RECHECK_MS = 2_000;
const CHECKS = 2;
const LIFELINE = new URL('lifeline.ts', import.meta.url).href;

/**
 * Supervises one process: restarts it when it dies, with a growing delay (100 ms to 5 s) until a run is
 * stable, and when it runs without working and a restart would help.
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
        await untilSpace();
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

  /**
   * Waits for the disk of a process with a store that died. The first start does not wait, but says why it
   * fails.
   */
  const untilSpace = async (): Promise<void> => {
    if (unit.stage < STAGES.simulator) return;
    for (let isTold = false; deaths > 0 && wanted; await delay(SPACE_POLL_MS)) {
      if ((await freeBytesOf(options.dataDir)) >= SPACE_TO_START) return;
      if (!isTold) options.say(`${unit.name} is restarted when its disk has space: ${options.dataDir}`);
      isTold = true;
    }
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
          if (unit.needsRestart) void check(started, unit.needsRestart);
          return;
        }
      } catch (error) {
        problem = errorMessage(error);
      }
      await delay(POLL_MS);
    }
  };

  /** Says which port another program has while this one is down; undefined if there is none. */
  const portTaken = async (): Promise<string | undefined> => {
    const { host, ports } = unit.listensOn ?? { host: LOOPBACK, ports: [] };
    const taken = child === undefined ? await portInUse(ports, host) : undefined;
    if (taken === undefined) return undefined;
    return `${unit.name} did not start, because another program listens on its port ${taken}: stop that program, or start the instance again, which then chooses other ports than PORT and METRICS_PORT.`;
  };

  /** Ends a process that only a restart heals; its end is then handled like any other. */
  const check = async (
    started: ChildProcess,
    needsRestart: NonNullable<Unit['needsRestart']>,
  ): Promise<void> => {
    for (let count = 0; child === started && wanted; ) {
      await delay(count > 0 ? RECHECK_MS : CHECK_MS, undefined, { ref: false });
      count = (await needsRestart().catch(() => false)) ? count + 1 : 0;
      if (count < CHECKS || child !== started || !wanted) continue;
      options.say(`${unit.name} does not work any more and is restarted. Its log: ${logFile}`);
      state = 'starting';
      crashed = true;
      const limit = setTimeout(() => started.kill('SIGKILL'), unit.drainTimeoutMs ?? DRAIN_TIMEOUT_MS);
      started.kill(unit.stopSignal);
      await ended;
      clearTimeout(limit);
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
          throw new CannotStart((await portTaken()) ?? didNotComeUp(unit.name, logFile, problem));
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
    kill() {
      wanted = false;
      clearTimeout(again);
      child?.kill('SIGKILL');
    },
  };
}

function spawnUnit({ unit, logFile, instanceId, dataDir }: SupervisorOptions): ChildProcess {
  const { file, args, env, hasLifeline = false, ...place } = unit.command;
  const log = openSync(logFile, 'a', 0o600);
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
