import { statfs } from 'node:fs/promises';
import { startPollingLoop } from './polling-loop.ts';

/** What the free space has to exceed the mark by before changes are accepted again. */
const ENOUGH = 1.25;
const POLL_MS = 500;
/** How many times the mark is plenty: then the disk is looked at less often. */
const PLENTY = 32;

/** The free space of the disk with the stores. */
export type DiskSpace = {
  /** True below the low-water mark, and until there is clearly more. */
  isLow(): boolean;
  /** In bytes, when it was last looked at; undefined while that fails. */
  free(): number | undefined;
  close(): Promise<void>;
};

export type DiskSpaceOptions = {
  /** A folder on the disk. */
  readonly folder: string;
  /** Below this, changes are refused, so that what is under way and the servers have room. */
  readonly lowWaterBytes: number;
  /** Called when the disk becomes low, and when there is enough again. */
  readonly onChange?: (change: 'low' | 'enough', free: number) => void;
  /** Called after each look at the disk with the free bytes and whether they are few; the next look waits. */
  readonly onLooked?: ((free: number, isLow: boolean) => Promise<void> | void) | undefined;
  /** Called when the disk cannot be looked at, once until it can again. */
  readonly onError?: (error: unknown) => void;
  readonly freeBytes?: (folder: string) => Promise<number>;
};

/** The bytes that this user can still write on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Watches the free space of a disk. */
export async function watchDiskSpace({
  folder,
  lowWaterBytes,
  onChange = () => {},
  onLooked = () => {},
  onError = () => {},
  freeBytes = freeBytesOf,
}: DiskSpaceOptions): Promise<DiskSpace> {
  let free: number | undefined;
  let isLow = false;
  let isFailing = false;

  async function look(): Promise<void> {
    try {
      free = await freeBytes(folder);
      isFailing = false;
    } catch (error) {
      free = undefined;
      if (!isFailing) onError(error);
      isFailing = true;
      return;
    }
    const wasLow = isLow;
    isLow = free < lowWaterBytes * (wasLow ? ENOUGH : 1);
    if (isLow !== wasLow) onChange(isLow ? 'low' : 'enough', free);
    await onLooked(free, isLow);
  }

  await look();
  const loop = startPollingLoop({
    everyMs: POLL_MS,
    async poll() {
      await look();
      if (free === undefined || free < lowWaterBytes * PLENTY) loop.noteActivity();
    },
  });
  return { isLow: () => isLow, free: () => free, close: () => loop.close() };
}
