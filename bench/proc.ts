import { readdirSync, readFileSync } from 'node:fs';

/** The unit of CPU time in /proc, per second. */
const TICKS_PER_S = 100;

/** A process as /proc/PID/stat describes it. */
export type ProcessTimes = {
  readonly pid: number;
  readonly parent: number;
  /** The user and system time of all its threads, in milliseconds. */
  readonly ownMs: number;
  /** The same for its ended children. */
  readonly endedChildrenMs: number;
};

/** Every process of the machine, except those that end meanwhile. */
export function allProcesses(): readonly ProcessTimes[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [processTimes(Number(name))];
      } catch {
        return []; // ended meanwhile
      }
    });
}

/** @throws Error if there is no such process */
export function processTimes(pid: number): ProcessTimes {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may contain spaces. The text after it begins with the third field.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const milliseconds = (field: number): number => ((fields[field - 3] ?? 0) * 1_000) / TICKS_PER_S;
  return {
    pid,
    parent: fields[1] ?? 0,
    ownMs: milliseconds(14) + milliseconds(15),
    endedChildrenMs: milliseconds(16) + milliseconds(17),
  };
}

/** Resident memory in bytes. @throws Error if there is no such process */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
}

/**
 * Memory in bytes that the process needs, with its share of what several processes have mapped, such as the
 * text of Node.js (PSS). @throws Error if there is no such process
 */
export function proportionalBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1_024;
}

/** The largest resident memory of a process so far, in bytes. @throws Error if there is no such process */
export function peakResidentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
}
