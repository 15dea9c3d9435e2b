import { rmSync } from 'node:fs';
import { CannotStart } from '../cannot-start.ts';
import { endProcess, isAlive, type ProcessId, processesMarked, waitUntilGone } from './processes.ts';
import { type InstanceRecord, removeRecord } from './record.ts';
import { removeSockets } from './sockets.ts';

/** How long a process may drain before it is killed. */
export const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Stops what an instance left behind, in order, and removes its record (and its folder, if that was
 * temporary). Recorded processes come first, then those that carry the instance's mark. Two processes may do
 * this at once.
 */
export async function endInstance(dataDir: string, record: InstanceRecord): Promise<void> {
  await endProcesses(record);
  removeSockets(dataDir);
  if (record.temporary) rmSync(dataDir, { recursive: true, force: true });
  else removeRecord(dataDir, record.id);
}

/**
 * Stops what a killed instance left behind, and waits for what a signal does not end: the kernel has it. Only
 * then the folder is free.
 *
 * @param limitMs how long to wait for it
 * @throws CannotStart with the process and what to do about it
 */
export async function endLeftInstance(
  dataDir: string,
  record: InstanceRecord,
  limitMs = STUCK_LIMIT_MS,
): Promise<void> {
  const left = [...record.processes, ...processesMarked(record.id)];
  await endProcesses(record);
  await untilGone(left, dataDir, limitMs);
  await endInstance(dataDir, record);
}

const STUCK_LIMIT_MS = 60_000;

/** Waits for processes that have got every signal. @throws CannotStart naming one that stays */
export async function untilGone(
  left: readonly ProcessId[],
  folder: string,
  limitMs: number = STUCK_LIMIT_MS,
): Promise<void> {
  for (const each of left.filter(isAlive)) {
    if (await waitUntilGone(each, limitMs)) continue;
    throw new CannotStart(
      `The process ${each.pid} of an earlier run does not end and holds ${folder}: wait until it is gone (\`ps ${each.pid}\`), then start again.`,
    );
  }
}

/** Stops the recorded processes in order, then those that carry the instance's mark. */
async function endProcesses(record: InstanceRecord): Promise<void> {
  const inOrder = [...new Set(record.processes.map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const stage of inOrder) {
    const together = record.processes.filter((process) => process.stage === stage);
    await Promise.all(together.map((process) => endProcess(process, process.stopSignal, DRAIN_TIMEOUT_MS)));
  }
  await endMarked(record.id);
}

/** Stops every process that carries the instance's mark. */
export async function endMarked(id: string): Promise<void> {
  await Promise.all(processesMarked(id).map((process) => endProcess(process, 'SIGTERM', DRAIN_TIMEOUT_MS)));
}
