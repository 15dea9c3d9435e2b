import { setTimeout as delay } from 'node:timers/promises';

export type Story = {
  chapter(title: string): void;
  tell(line: string): void;
  /** Says what should be so, and whether it is. */
  check(statement: string, holds: boolean): void;
  /** Asks again until the answer fits; undefined when it did not in time. */
  await<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T | undefined>;
  /** Prints the verdict and gives the exit status: 0 only if all was as it should be. */
  end(): number;
};

const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;

/** Tells in words what happens, and keeps count of what did not go as it should. */
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
