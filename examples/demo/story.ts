import { setTimeout as delay } from 'node:timers/promises';

/** A story that is told step by step. `chapter`, `check` and `await` throw once it is interrupted. */
export type Story = {
  chapter(title: string): void;
  /** Prints a line; nothing once the story is interrupted. */
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

/** Prints what happens, and counts the expectations that were not met, until the signal interrupts it. */
export function createStory(signal: AbortSignal, print: (line: string) => void = console.log): Story {
  let checked = 0;
  const broken: string[] = [];

  return {
    chapter(title) {
      signal.throwIfAborted();
      print(`\n${title}`);
    },
    tell(line) {
      if (!signal.aborted) print(`  ${line}`);
    },
    check(statement, holds) {
      signal.throwIfAborted();
      checked += 1;
      if (!holds) broken.push(statement);
      print(`  ${holds ? '✓' : '✗'} ${statement}`);
    },
    await: (ask, fits) =>
      patiently(() => {
        signal.throwIfAborted();
        return ask();
      }, fits),
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

/** Repeats the request until the answer matches; undefined if it does not in time. */
export async function patiently<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
): Promise<T | undefined> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await delay(PAUSE_MS);
  }
  return undefined;
}
