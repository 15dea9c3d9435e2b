import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { errorCode } from '../../platform/errors.ts';

const TAIL_BYTES = 16_384;

/** The last lines of a log, indented for people. Long lines are cut. */
export function lastLines(file: string, count: number): string {
  if (!existsSync(file)) return '';
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    const lines = tail
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return lines
      .slice(-count)
      .map((line) => `  ${line.slice(0, 300)}`)
      .join('\n');
  } finally {
    closeSync(handle);
  }
}

/** Moves an existing log to FILE.1. */
export function rotate(file: string): void {
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

/** The largest log of a running process; FILE.1 may be as large. */
export const LARGEST_LOG_BYTES = 32 * 2 ** 20;

/**
 * Moves the content of a log that has become too large to FILE.1. The process that writes it holds it open,
 * so it is copied and emptied; where there is no space for the copy, its content is given up.
 */
export function shorten(file: string, largestBytes = LARGEST_LOG_BYTES): void {
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size <= largestBytes) return;
  try {
    copyFileSync(file, `${file}.1`);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    rmSync(`${file}.1`, { force: true });
  }
  truncateSync(file);
}
