import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ENDING_MARK,
  INSTANCE_MARK,
  identify,
  type ProcessId,
  processesMarked,
  signal,
} from '../../embedded/process/processes.ts';
import { readRecord } from '../../embedded/process/record.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { familyOf } from './process-tree.ts';

/** What a run needs of its instance. */
export type Instance = Pick<TestInstance, 'url' | 'dataDir' | 'addressOf' | 'record'>;

/** An instance that can be killed as a whole and started again on its data. */
export type MortalInstance = Instance & {
  /** Kills every process at once, its watchdogs included. Returns their number. */
  killAll(): number;
  /** Starts it again and kills every process of it after a time, whether it is up or not. */
  startAndKill(afterMs: number): Promise<void>;
  /** Starts it again. Returns how long that took, in milliseconds. @throws Error with what it printed */
  startAgain(): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A crash may leave more to recover than an orderly stop. */
const START_LIMIT_MS = 180_000;

/** @param dataDir a folder to keep; without it a temporary one */
export async function startMortalInstance({
  dataDir: kept,
  env,
}: {
  readonly dataDir?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}): Promise<MortalInstance> {
  // An instance does not remove the folder: it is started on it again.
  const dataDir = kept ?? (await mkdtemp(join(tmpdir(), 'meetingroom-chaos-')));
  const start = () => startInstance({ dataDir, env, limitMs: START_LIMIT_MS });
  let current = await start();
  return {
    dataDir,
    get url() {
      return current.url;
    },
    addressOf: (name) => current.addressOf(name),
    record: () => current.record(),
    killAll: () => killInstance(dataDir, current.record().owner),
    async startAndKill(afterMs) {
      const spawned = Promise.withResolvers<ProcessId | undefined>();
      const starting = startInstance({
        dataDir,
        env,
        limitMs: START_LIMIT_MS,
        onSpawned: ({ pid }) => spawned.resolve(pid === undefined ? undefined : identify(pid)),
      });
      // Mostly it is killed before it is up, which is what this is for.
      const ended = starting.catch(() => undefined);
      const launcher = await spawned.promise;
      await delay(afterMs);
      if (launcher) killInstance(dataDir, launcher);
      await ended;
    },
    async startAgain() {
      const begun = Date.now();
      current = await start();
      return Date.now() - begun;
    },
    async [Symbol.asyncDispose]() {
      await current[Symbol.asyncDispose]();
      if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Kills a launcher and everything that it has started. Returns the number of processes. */
export function killInstance(dataDir: string, launcher: ProcessId): number {
  const record = readRecord(dataDir);
  const id = record?.owner.pid === launcher.pid ? record.id : undefined;
  const marked = (mark: string) => (id === undefined ? [] : processesMarked(id, mark));
  // The launcher and the watchdogs first, or they would begin to restart the others or to clean up.
  const all = [launcher, ...marked(ENDING_MARK), ...familyOf(launcher), ...marked(INSTANCE_MARK)];
  const byPid = new Map(all.map((each) => [each.pid, each]));
  return [...byPid.values()].filter((each) => signal(each, 'SIGKILL')).length;
}
