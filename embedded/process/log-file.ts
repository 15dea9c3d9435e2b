import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
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

/** The log that has what was in a log before it was moved. */
export function previousLog(file: string): string {
  return `${file}.1`;
}

/** Moves an existing log to the previous one. */
export function rotate(file: string): void {
  if (existsSync(file)) renameSync(file, previousLog(file));
}

const COPIED_BYTES = 1_048_576;
const LINE_FEED = 0x0a;

/**
 * Moves the end of a log that has become too large to the previous one, at most as many bytes. The process
 * that writes it holds it open, so it is copied and emptied; where there is no space for the copy, its
 * content is given up.
 */
export function shorten(file: string, largestBytes: number): void {
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size <= largestBytes) return;
  try {
    copyEnd(file, size - largestBytes);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    rmSync(previousLog(file), { force: true });
  }
  truncateSync(file);
}

/** Copies whole lines from a position on, up to the last one that is written meanwhile. */
function copyEnd(file: string, from: number): void {
  const source = openSync(file, 'r');
  const target = openSync(previousLog(file), 'w', 0o600);
  try {
    const bytes = Buffer.alloc(COPIED_BYTES);
    const begin = from === 0 ? 0 : startOfLine(source, from, bytes);
    for (let at = begin; ; ) {
      const length = readSync(source, bytes, 0, bytes.length, at);
      if (length === 0) return;
      writeSync(target, bytes, 0, length);
      at += length;
    }
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

/** The first start of a line at or after a position, as far as one read shows. */
function startOfLine(handle: number, from: number, bytes: Buffer): number {
  const length = readSync(handle, bytes, 0, bytes.length, from - 1);
  const end = bytes.subarray(0, length).indexOf(LINE_FEED);
  return end < 0 ? from : from + end;
}
