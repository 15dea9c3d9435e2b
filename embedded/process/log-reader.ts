import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { previousLog } from './log-file.ts';

const TAIL_BYTES = 4 * 1_048_576;
/** As many bytes before the end of what was read find it again in a log that was moved. */
const MARK_BYTES = 1_024;

/** Reads a log from its end on, also over the moving of its content to the previous log. */
export type LogReader = {
  /** The last lines. */
  tail(count: number): readonly string[];
  /** The lines since the last call. */
  news(): readonly string[];
};

export function createLogReader(file: string): LogReader {
  let [at, inode, unfinished] = [0, 0, ''];
  let mark: Buffer = Buffer.alloc(0);

  function linesOf(bytes: Buffer): readonly string[] {
    const lines = (unfinished + bytes.toString('utf8')).split('\n');
    unfinished = lines.pop() ?? '';
    return lines;
  }

  function read(from: number): readonly string[] {
    if (!existsSync(file)) return [];
    const handle = openSync(file, 'r');
    try {
      const { size, ino } = fstatSync(handle);
      const bytes = Buffer.alloc(Math.min(Math.max(size - from, 0), TAIL_BYTES));
      const length = readSync(handle, bytes, 0, bytes.length, from);
      const got = bytes.subarray(0, length);
      [at, inode] = [from + length, ino];
      mark = Buffer.concat([mark, got.subarray(-MARK_BYTES)]).subarray(-MARK_BYTES);
      return linesOf(got);
    } finally {
      closeSync(handle);
    }
  }

  /** What was written between the last reading and the moving of the log. */
  function rest(): readonly string[] {
    const previous = previousLog(file);
    const bytes = existsSync(previous) ? readFileSync(previous) : Buffer.alloc(0);
    const found = mark.length === 0 ? -1 : bytes.lastIndexOf(mark);
    const lines = found < 0 ? [] : linesOf(bytes.subarray(found + mark.length));
    [unfinished, mark] = ['', Buffer.alloc(0)];
    return lines;
  }

  return {
    tail(count) {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      const lines = read(Math.max(0, size - TAIL_BYTES));
      return count === 0 ? [] : lines.slice(-count);
    },
    news() {
      const now = statSync(file, { throwIfNoEntry: false });
      if (now === undefined || (now.ino === inode && now.size === at)) return [];
      const wasMoved = now.ino !== inode || now.size < at;
      return wasMoved ? [...rest(), ...read(0)] : read(at);
    },
  };
}
