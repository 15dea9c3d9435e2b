import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { watchDiskSpace } from '../../platform/disk-space.ts';
import { errorCode, errorMessage } from '../../platform/errors.ts';
import type { DiskState } from './status-table.ts';

/** Watches the disk of the data folder. */
export type Disk = {
  state(): DiskState;
  close(): Promise<void>;
};

/**
 * A file that takes up space, and is deleted when others have filled the disk, so that the servers can finish
 * what is under way. Changes are refused by then. It is kept until next to nothing is left: what fills the
 * disk mostly stops there, and would else take the reserve, too.
 */
export const RESERVE = { file: 'reserve', bytes: 32 * 2 ** 20, releasedBelow: 2 ** 20 } as const;
/** Not compressible, since a file that the disk compresses reserves nothing. */
const CHUNK = 2 ** 20;

const MEGABYTE = 2 ** 20;

/**
 * Tells the person at the terminal when the disk becomes nearly full, and keeps the reserve.
 *
 * @param temporary the folder is a test's, which needs no reserve
 */
export async function watchDisk({
  dataDir,
  lowWaterBytes,
  temporary,
  say,
}: {
  readonly dataDir: string;
  readonly lowWaterBytes: number;
  readonly temporary: boolean;
  readonly say: (line: string) => void;
}): Promise<Disk> {
  const reserve = temporary ? undefined : createReserve(dataDir, lowWaterBytes);
  const space = await watchDiskSpace({
    folder: dataDir,
    lowWaterBytes,
    onLooked: reserve?.adapt,
    onChange(change, free) {
      const left = `The disk of ${dataDir} has ${Math.floor(free / MEGABYTE)} MB left`;
      if (change === 'low') say(`${left}: changes are refused until there is more.`);
      else if (change === 'enough') say(`${left}: changes are accepted again.`);
    },
    onError: (error) => say(`The free space of ${dataDir} is unknown: ${errorMessage(error)}`),
  });
  return {
    state: () => ({ freeBytes: space.free(), isLow: space.isLow() }),
    close: () => space.close(),
  };
}

/** Makes and releases the reserve as the free space asks for. */
function createReserve(dataDir: string, lowWaterBytes: number) {
  const file = join(dataDir, RESERVE.file);
  const fresh = `${file}.new`;
  /** An earlier run left a whole one, since it is renamed when it is. */
  let isThere = existsSync(file);

  async function make(): Promise<void> {
    const chunk = randomBytes(CHUNK);
    try {
      await writeFile(fresh, Array<Buffer>(RESERVE.bytes / CHUNK).fill(chunk), { mode: 0o600 });
      await rename(fresh, file);
      isThere = true;
    } catch (error) {
      // Somebody else has taken the space meanwhile.
      if (errorCode(error) === undefined) throw error;
      await rm(fresh, { force: true });
    }
  }

  return {
    async adapt(free: number, isLow: boolean): Promise<void> {
      if (free < RESERVE.releasedBelow && isThere) {
        await rm(file, { force: true });
        isThere = false;
      } else if (!isLow && !isThere && free - RESERVE.bytes > 2 * lowWaterBytes) await make();
    },
  };
}
