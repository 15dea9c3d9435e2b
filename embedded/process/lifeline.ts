/**
 * Loaded before a program of an instance: node --import lifeline.ts PROGRAM. Its owner holds the other end of
 * a pipe. If the pipe closes, the owner was killed and the watchdogs stop what it ran. If they were killed,
 * too, this process starts the cleanup.
 */
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { FOLDER_VARIABLE } from './command.ts';

const DESCRIPTOR = 3;

const folder = process.env[FOLDER_VARIABLE];
// Processes that the program starts inherit neither the pipe nor the task.
delete process.env[FOLDER_VARIABLE];
if (folder !== undefined && isMainThread) {
  const pipe = new Socket({ fd: DESCRIPTOR, readable: true, writable: false });
  pipe.on('error', () => pipe.destroy());
  pipe.on('close', () => void ownerIsGone(folder));
  pipe.resume();
  pipe.unref();
}

async function ownerIsGone(dataDir: string): Promise<void> {
  try {
    // Imported only when needed, so that it does not delay the start.
    const { haveOrphansEnded } = await import('./orphans.ts');
    await haveOrphansEnded(dataDir);
  } catch {
    process.kill(process.pid, 'SIGTERM'); // so that at least this process ends
  }
}
