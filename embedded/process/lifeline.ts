/**
 * Loaded before a program of an instance: node --import lifeline.ts PROGRAM. Its owner holds the other end of a pipe. When that
 * closes, the owner was killed and the watchdogs stop what it ran. Should they have been killed too, we have it done.
 */
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { FOLDER_VARIABLE } from './command.ts';

const DESCRIPTOR = 3;

const folder = process.env[FOLDER_VARIABLE];
// What the program starts in its turn inherits neither the pipe nor our task.
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
    // Only now, so that it costs a start nothing.
    const { haveOrphansEnded } = await import('./orphans.ts');
    await haveOrphansEnded(dataDir);
  } catch {
    process.kill(process.pid, 'SIGTERM'); // at least we are not left behind
  }
}
