/** Prints the progress of a command at intervals. */
export type Progress = {
  /** Prints a line unless one was printed a moment ago. */
  say(line: string): void;
  /** Seconds since the beginning; never 0. */
  seconds(): number;
};

const EVERY_MS = 1_000;

export function createProgress(write: (line: string) => void): Progress {
  const start = performance.now();
  let last = start;
  return {
    say(line) {
      if (performance.now() - last < EVERY_MS) return;
      last = performance.now();
      write(line);
    },
    seconds: () => Math.max(performance.now() - start, 1) / 1_000,
  };
}
