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

/** An amount with separators: `12,500`. */
export function count(amount: number): string {
  return amount.toLocaleString('en');
}

const BAR_WIDTH = 30;

/** A bar of the part that is done: `[##########····················]  33 %`. */
export function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.floor(share * BAR_WIDTH);
  const percent = Math.floor(share * 100);
  return `[${'#'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}] ${String(percent).padStart(3)} %`;
}
