import { writeSync } from 'node:fs';
import { errorCode } from '../errors.ts';

/** Where log lines go. */
export type LogDestination = { write(line: string): void };

export type LogDestinationOptions = {
  /** Writes bytes to the log and returns how many it took. @throws Error with the code of the system */
  readonly write?: (bytes: Buffer) => number;
  /** Called with the first line that can be written again, and with the number of lines that were lost. */
  readonly onRestored: (lost: number) => void;
};

const STDOUT = 1;
/** How often and for how long to wait for a pipe whose reader is slow. */
const BUSY = { times: 100, waitMs: 10 } as const;

/**
 * Writes log lines to stdout, at once. A line that cannot be written, as on a full disk, is lost and counted:
 * a service goes on without its log. The logging library's own destination hangs in that case and ends the
 * process.
 */
export function createLogDestination({
  write = (bytes) => writeSync(STDOUT, bytes),
  onRestored,
}: LogDestinationOptions): LogDestination {
  let lost = 0;
  /** The last line was cut off, so that the next one begins a new line. */
  let isTorn = false;

  /** Writes all of a text and tells whether it could. */
  function writeAll(text: string): boolean {
    let left = Buffer.from(text);
    for (let busy = 0; left.length > 0; ) {
      try {
        left = left.subarray(write(left));
        isTorn = left.length > 0;
      } catch (error) {
        if (errorCode(error) !== 'EAGAIN' || busy >= BUSY.times) return false;
        busy += 1;
        pause(BUSY.waitMs);
      }
    }
    return true;
  }

  return {
    write(line) {
      if (!writeAll(isTorn ? `\n${line}` : line)) {
        lost += 1;
        return;
      }
      if (lost === 0) return;
      const count = lost;
      lost = 0;
      onRestored(count);
    },
  };
}

/** Blocks, because a line has to be written before the process can end. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
