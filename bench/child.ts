/**
 * Loaded before everything else into each process that a benchmark starts: ends it with the benchmark, also
 * when that is killed, and answers what the benchmark asks it.
 */
import { rmSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FOLDER_VARIABLE, type Question, type Reply } from './protocol.ts';

/** V8 gives pages back in the background. */
const PAGES_RETURNED_MS = 1_000;

const handlers = new Map<string, (argument: never) => unknown>([['collectGarbage', collectGarbage]]);

/**
 * Says what this process does when the benchmark asks for `name`. The argument is of the type that the asker
 * sends.
 */
export function onQuestion<Argument>(name: string, handler: (argument: Argument) => unknown): void {
  handlers.set(name, handler);
}

async function reply({ id, name, argument }: Question): Promise<Reply> {
  try {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`Nobody here answers "${name}"`);
    return { id, value: await handler(argument as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? String(error.stack) : String(error) };
  }
}

/** Twice, as what the first run finalises is freed by the second. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < 2; round += 1) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await new Promise((resolve) => setTimeout(resolve, PAGES_RETURNED_MS));
  }
}

process.on('disconnect', () => {
  // The benchmark was killed, or has ended and tidied up already.
  const folder = process.env[FOLDER_VARIABLE];
  if (folder) rmSync(folder, { recursive: true, force: true });
  process.exit(1);
});
process.on('message', (question: Question) => {
  void reply(question).then((answer) => process.send?.(answer));
});
