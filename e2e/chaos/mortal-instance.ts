import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDING_MARK, INSTANCE_MARK, processesMarked, signal } from '../../embedded/process/processes.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { familyOf } from './process-tree.ts';

/** What a run needs of its instance. */
export type Instance = Pick<TestInstance, 'url' | 'dataDir' | 'addressOf' | 'record'>;

/** An instance that can be killed as a whole and started again on its data. */
export type MortalInstance = Instance & {
  /** Kills every process at once, its watchdogs included. Returns their number. */
  killAll(): number;
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
    killAll() {
      const { id, owner } = current.record();
      // The launcher and the watchdogs first, or they would begin to restart the others or to clean up.
      const first = [owner, ...processesMarked(id, ENDING_MARK)];
      const all = [...first, ...familyOf(owner), ...processesMarked(id, INSTANCE_MARK)];
      const byPid = new Map(all.map((each) => [each.pid, each]));
      return [...byPid.values()].filter((each) => signal(each, 'SIGKILL')).length;
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
