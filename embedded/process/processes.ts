import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../../platform/errors.ts';

/** A process identified by pid and start time, because a pid may be used again. */
export type ProcessId = {
  readonly pid: number;
  readonly startedAt: string;
};

/** The environment variable that marks every process of an instance with the instance's id. */
export const INSTANCE_MARK = 'MEETINGROOM_INSTANCE';
/** Marks the processes that wait for the end of the owner, or clean up after it. */
export const ENDING_MARK = 'MEETINGROOM_ENDING';

const IS_LINUX = process.platform === 'linux';

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'boot';
  }
}

/** The start time of the process in the system's own format; undefined if it is gone or a zombie. */
export function startedAt(pid: number): string | undefined {
  if (!IS_LINUX) {
    const [stat, ...start] = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .stdout.trim()
      .split(/\s+/);
    return stat === undefined || stat === '' || stat.startsWith('Z') ? undefined : start.join(' ');
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain anything, so fields are counted from the last parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' || ticks === undefined ? undefined : `${bootId()}/${ticks}`;
  } catch {
    return undefined;
  }
}

/** Identifies a running process; undefined if there is none with this pid. */
export function identify(pid: number): ProcessId | undefined {
  const started = startedAt(pid);
  return started === undefined ? undefined : { pid, startedAt: started };
}

export function isAlive(id: ProcessId): boolean {
  return startedAt(id.pid) === id.startedAt;
}

/** Sends the signal if the same process still runs. Returns whether it did. */
export function signal(id: ProcessId, name: NodeJS.Signals): boolean {
  if (!isAlive(id)) return false;
  try {
    process.kill(id.pid, name);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until the process is gone. Returns whether it ended within the limit. */
export async function waitUntilGone(id: ProcessId, limitMs: number): Promise<boolean> {
  const until = Date.now() + limitMs;
  while (isAlive(id)) {
    if (Date.now() > until) return false;
    await delay(25);
  }
  return true;
}

/** Sends the stop signal, then kills the process if it does not end within the limit. */
export async function endProcess(id: ProcessId, stopSignal: NodeJS.Signals, limitMs: number): Promise<void> {
  if (!signal(id, stopSignal)) return;
  signal(id, 'SIGCONT'); // a stopped process does not handle the signal
  if (await waitUntilGone(id, limitMs)) return;
  signal(id, 'SIGKILL');
  await waitUntilGone(id, 5_000);
}

/**
 * Every other process that carries the instance's mark, including unrecorded ones. Works on Linux only;
 * elsewhere there are none.
 */
export function processesMarked(instanceId: string, name = INSTANCE_MARK): readonly ProcessId[] {
  if (!IS_LINUX) return [];
  const mark = `${name}=${instanceId}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
      } catch {
        return false; // another user's process, or it ended meanwhile
      }
    })
    .flatMap((pid) => identify(Number(pid)) ?? []);
}
