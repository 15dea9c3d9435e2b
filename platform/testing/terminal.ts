import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { expect, type TestContext } from 'vitest';
import { eventually } from './eventually.ts';

/** The keys that a person presses. */
export const KEYS = { ctrlC: '\u0003', ctrlD: '\u0004', enter: '\r' } as const;

/** A program on a terminal of its own. */
export type Terminal = {
  /** What it has printed so far. */
  output(): string;
  /** Waits until it has printed the text; fails after a time in milliseconds. */
  until(text: string, timeout?: number): Promise<void>;
  press(keys: string): void;
  /** Its exit status; 128 and the signal if one ended it. */
  readonly exit: Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Skips a test where no program can be run on a terminal: it takes `script`, which needs no rights. */
export function needsTerminal({ skip }: Pick<TestContext, 'skip'>): void {
  skip(spawnSync('script', ['--version']).status !== 0, 'there is no `script` (of util-linux)');
}

/** Runs a program as a person does at a keyboard. */
export function openTerminal(command: readonly string[], env: NodeJS.ProcessEnv): Terminal {
  // Without a shell in between, which would end by Ctrl-C itself.
  const line = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    'script',
    ['--quiet', '--return', '--command', `exec ${line}`, '/dev/null'],
    { env, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = once(child, 'close');
  return {
    output: () => output,
    until: (text, timeout) => eventually(() => expect(output).toContain(text), timeout),
    press: (keys) => void child.stdin.write(keys),
    exit: closed.then(([status]) => (typeof status === 'number' ? status : Number.NaN)),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await closed;
    },
  };
}
