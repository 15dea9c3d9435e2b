import { setTimeout as delay } from 'node:timers/promises';

export type Story = {
  chapter(title: string): void;
  tell(line: string): void;
  /** Prints an expectation and whether it is met. */
  check(statement: string, holds: boolean): void;
  /** Repeats the request until the answer matches; undefined if it does not in time. */
  await<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T | undefined>;
  /** Prints the verdict and returns the exit status: 0 only if every expectation was met. */
  end(): number;
};

const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;

/** Prints what happens, and counts the expectations that were not met. */
export function createStory(print: (line: string) => void = console.log): Story {
  let checked = 0;
  const broken: string[] = [];

  return {
    chapter: (title) => print(`\n${title}`),
    tell: (line) => print(`  ${line}`),
    check(statement, holds) {
      checked += 1;
      if (!holds) broken.push(statement);
      print(`  ${holds ? '✓' : '✗'} ${statement}`);
    },
    async await(ask, fits) {
      const until = Date.now() + PATIENCE_MS;
      while (Date.now() < until) {
        const answer = await ask();
        if (fits(answer)) return answer;
        await delay(PAUSE_MS);
      }
      return undefined;
    },
    end() {
      print(
        broken.length === 0
          ? `\nAll ${checked} checks hold.`
          : `\n${broken.length} of ${checked} checks do not hold:`,
      );
      for (const statement of broken) print(`  ✗ ${statement}`);
      return broken.length === 0 ? 0 : 1;
    },
  };
}
