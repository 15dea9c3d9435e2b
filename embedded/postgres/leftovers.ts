import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../platform/errors.ts';
import { untilGone } from '../process/end-instance.ts';
import { endProcess, identify, type ProcessId } from '../process/processes.ts';

/** A clean shutdown writes a checkpoint. */
const SHUTDOWN_LIMIT_MS = 10_000;
/** A session without its server ends by itself, unless it is stuck. */
const SESSION_LIMIT_MS = 2_000;

/**
 * Ends what a killed instance has left behind in a data folder: a server, or sessions that have lost theirs
 * and still hold its shared memory. Then it removes the server's lock file and its socket's: while a process
 * with the pid in it exists, another server refuses to start, also if that process is dead and only not
 * reaped yet, or is another program.
 *
 * @throws CannotStart if a process does not end
 */
export async function clearDataFolder(folder: string): Promise<void> {
  const lockFile = join(folder, 'postmaster.pid');
  const pid = pidIn(lockFile);
  if (pid === undefined) return;
  const left = processesIn(folder);
  // Without /proc nobody can tell whose process it is: PostgreSQL decides.
  if (left === undefined) return;

  const server = left.find((each) => each.pid === pid);
  if (server) await endProcess(server, 'SIGINT', SHUTDOWN_LIMIT_MS);
  await Promise.all(left.map((session) => endProcess(session, 'SIGQUIT', SESSION_LIMIT_MS)));
  await untilGone(left, folder);
  rmSync(lockFile, { force: true });
  for (const entry of readdirSync(folder))
    if (entry.startsWith('.s.PGSQL.')) rmSync(join(folder, entry), { force: true });
}

/** The pid of the server that has the folder, or had it when it was killed. */
function pidIn(lockFile: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The processes that work in a folder, as a server and its sessions do in their data folder; undefined where
 * the system has no /proc.
 */
function processesIn(folder: string): readonly ProcessId[] | undefined {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && workingDirectory(entry) === folder)
    .flatMap((entry) => identify(Number(entry)) ?? []);
}

/** Undefined for a process that has ended, or belongs to another user. */
function workingDirectory(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
