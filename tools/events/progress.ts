/** How far a command has come, told now and then. */
export type Progress = {
  /** Passes on a line unless one was passed on a moment ago. */
  say(line: string): void;
  /** Since the beginning; never 0. */
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
