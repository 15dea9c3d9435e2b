import { rmSync } from 'node:fs';
import { endProcess, processesMarked } from './processes.ts';
import { type InstanceRecord, removeRecord } from './record.ts';

/** How long a process may drain before it is killed. */
export const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Stops what an instance left behind, in order, and removes its record (and its folder, if that was
 * temporary). Recorded processes come first, then those that carry the instance's mark. Two processes may do
 * this at once.
 */
export async function endInstance(dataDir: string, record: InstanceRecord): Promise<void> {
  const inOrder = [...new Set(record.processes.map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const stage of inOrder) {
    const together = record.processes.filter((process) => process.stage === stage);
    await Promise.all(together.map((process) => endProcess(process, process.stopSignal, DRAIN_TIMEOUT_MS)));
  }
  await endMarked(record.id);
  if (record.temporary) rmSync(dataDir, { recursive: true, force: true });
  else removeRecord(dataDir, record.id);
}

/** Stops every process that carries the instance's mark. */
export async function endMarked(id: string): Promise<void> {
  await Promise.all(processesMarked(id).map((process) => endProcess(process, 'SIGTERM', DRAIN_TIMEOUT_MS)));
}
