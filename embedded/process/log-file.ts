import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';

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
