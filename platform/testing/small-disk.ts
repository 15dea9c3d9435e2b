import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, errorMessage } from '../errors.ts';

/** A file system of its own that can be filled without harm to the machine's. */
export type SmallDisk = {
  readonly folder: string;
  /** Takes all of its space and goes on to take what becomes free, until the function returned is called. */
  fill(): () => Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const FILL_EVERY_MS = 50;
const CHUNKS = [2 ** 20, 2 ** 12] as const;

/** Mounts a small file system in memory. Returns the reason where this user may not. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | string> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-disk-'));
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'meetingroom', folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    return `no file system can be mounted here: ${errorMessage(error).trim()}`;
  }
  const fillings = new Set<() => Promise<void>>();
  return {
    folder,
    fill() {
      const file = join(folder, 'filler');
      const stopped = new AbortController();
      const filling = keepFull(file, megabytes * 2 ** 20, stopped.signal);
      const free = async () => {
        fillings.delete(free);
        stopped.abort();
        await filling;
        await rm(file, { force: true });
      };
      fillings.add(free);
      return free;
    },
    async [Symbol.asyncDispose]() {
      // Once it is not mounted any more, what goes on would fill the disk of the machine.
      for (const free of [...fillings]) await free();
      // Lazily: a process that is ending may still have a file open.
      run('umount', '--lazy', folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function keepFull(file: string, maxBytes: number, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    for (const size of CHUNKS) fillUp(file, maxBytes, Buffer.alloc(size, 1));
    await delay(FILL_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** Appends chunks until there is no space for one more, or the file is larger than the file system. */
function fillUp(file: string, maxBytes: number, chunk: Buffer): void {
  const handle = openSync(file, 'a');
  try {
    let size = fstatSync(handle).size;
    while (size < maxBytes && writeSync(handle, chunk) === chunk.length) size += chunk.length;
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}
