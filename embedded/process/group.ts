import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Unit } from './command.ts';
import { endInstance, endLeftInstance } from './end-instance.ts';
import { type Guard, startGuard } from './guard.ts';
import { rotate, shorten } from './log-file.ts';
import { identify, isAlive, type ProcessId, waitUntilGone } from './processes.ts';
import { claimFolder, type InstanceRecord, readRecord, removeRecord, writeRecord } from './record.ts';
import { createSupervised, type Supervised } from './supervisor.ts';

/** The processes of one instance: recorded in its folder, supervised, stopped in order, never left behind. */
export type Group = {
  readonly id: string;
  readonly units: readonly Supervised[];
  add(unit: Unit): Supervised;
  /** Adds facts about the instance to its record. */
  describe(facts: Partial<Pick<InstanceRecord, 'services' | 'control' | 'issuer'>>): void;
  /** Kills everything at once; `close` then has little left to do. */
  killAll(): void;
  /** Stops everything stage by stage and releases the folder. */
  close(): Promise<void>;
};

/** The mode of folders that nobody else may enter. */
const OWNERS_ONLY = 0o700;

/**
 * Creates the folder and its logs folder, for their owner only. Returns the outermost folder that did not
 * exist before.
 * @throws CannotStart if it cannot be written.
 */
async function prepareFolder(dataDir: string): Promise<string | undefined> {
  try {
    const created = mkdirSync(dataDir, { recursive: true, mode: OWNERS_ONLY });
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: OWNERS_ONLY });
    // A former version let others in. A folder without keys may be anything that exists.
    if (existsSync(join(dataDir, 'identity')))
      for (const name of ['', 'logs', 'identity']) chmodSync(join(dataDir, name), OWNERS_ONLY);
    await access(dataDir, constants.W_OK | constants.X_OK);
    await access(join(dataDir, 'logs'), constants.W_OK | constants.X_OK);
    return created;
  } catch (error) {
    const reason = errorCode(error) ?? 'unknown';
    throw new CannotStart(
      `The data folder ${dataDir} cannot be written (${reason}): set DATA_DIR to a folder that can, or change its rights.`,
    );
  }
}

/** The running instance of this folder, or undefined. */
export function runningInstance(dataDir: string): InstanceRecord | undefined {
  const record = readRecord(dataDir);
  return record !== undefined && isAlive(record.owner) ? record : undefined;
}

/**
 * Stops what a killed instance left in this folder. Returns whether anything was left.
 * @throws CannotStart if a process does not end
 */
export async function clearLeftovers(dataDir: string, record: InstanceRecord): Promise<boolean> {
  const left = record.processes.some(isAlive) || (record.watchdog !== undefined && isAlive(record.watchdog));
  // Its watchdog is at work already. If that is stuck or gone, this process does the work.
  if (record.watchdog !== undefined) await waitUntilGone(record.watchdog, 45_000);
  await endLeftInstance(dataDir, record);
  return left;
}

const SHORTEN_EVERY_MS = 5_000;

/**
 * Claims the folder for a new instance.
 * @throws CannotStart if it is in use or cannot be written
 */
export async function createGroup(options: {
  readonly dataDir: string;
  readonly id: string;
  readonly temporary?: boolean;
  /** The largest log of a process, in bytes. What was before is kept up to the same size. */
  readonly logBytes: number;
  readonly say?: (line: string) => void;
}): Promise<Group> {
  const { dataDir, id, logBytes, temporary = false, say = () => {} } = options;
  const created = await prepareFolder(dataDir);
  let record: InstanceRecord = { id, owner: ourselves(), temporary, processes: [], services: {} };
  while (!claimFolder(dataDir, record)) {
    const other = readRecord(dataDir);
    if (other !== undefined && isAlive(other.owner)) {
      throw new CannotStart(
        `Already running on ${dataDir} (pid ${other.owner.pid}): \`npm stop\` ends it; other values of DATA_DIR and PORT start another one.`,
      );
    }
    if (other === undefined) removeRecord(dataDir, '');
    else if (await clearLeftovers(dataDir, other))
      say('Stopped the processes that an earlier run left behind.');
  }

  const units: Supervised[] = [];
  let closing = false;
  let closed = false;
  const save = (change: Partial<InstanceRecord> = {}): void => {
    if (closed) return;
    record = { ...record, ...change, processes: units.flatMap(toRecord) };
    writeRecord(dataDir, record);
  };
  /**
   * While the disk is full, the instance keeps running: processes missing in the record are found by their
   * mark. The next change writes the record again.
   */
  const saveIfPossible = (change: Partial<InstanceRecord> = {}): void => {
    try {
      save(change);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  };
  const shortening = setInterval(() => {
    for (const { logFile } of units) shorten(logFile, logBytes);
  }, SHORTEN_EVERY_MS).unref();
  const guards: Guard[] = [startGuard(dataDir, id, (watchdog) => saveIfPossible({ watchdog }))];

  return {
    id,
    units,
    add(unit) {
      if (closing) throw new CannotStart(`${unit.name} is not started: everything is being stopped.`);
      const logFile = join(dataDir, 'logs', `${unit.name}.log`);
      rotate(logFile);
      const supervised = createSupervised({
        unit,
        logFile,
        instanceId: id,
        dataDir,
        onChange: () => saveIfPossible(),
        say,
      });
      units.push(supervised);
      // Such a process cannot see that its owner is gone, so a second guard does, in case the watchdog is
      // gone, too.
      if (!unit.command.hasLifeline) guards.push(startGuard(dataDir, id));
      return supervised;
    },
    describe: (facts) => save(facts),
    killAll() {
      closing = true;
      for (const unit of units) unit.kill();
    },
    async close() {
      closing = true;
      const inOrder = [...new Set(units.map(({ unit }) => unit.stage))].sort((a, b) => a - b);
      for (const stage of inOrder) {
        await Promise.all(units.filter(({ unit }) => unit.stage === stage).map((unit) => unit.stop()));
      }
      closed = true;
      clearInterval(shortening);
      // Also stops processes without an owner, such as the child of a child.
      await endInstance(dataDir, { ...record, processes: [] });
      for (const guard of guards) guard.done();
      // A start that was refused leaves nothing behind.
      if (created !== undefined && units.length === 0) rmSync(created, { recursive: true, force: true });
    },
  };
}

function toRecord({ unit, pid }: Supervised): InstanceRecord['processes'] {
  const running = pid();
  const id = running === undefined ? undefined : identify(running);
  return id === undefined ? [] : [{ ...id, name: unit.name, stage: unit.stage, stopSignal: unit.stopSignal }];
}

function ourselves(): ProcessId {
  const id = identify(process.pid);
  if (id === undefined) throw new Error('This process cannot be found in the list of processes.');
  return id;
}
