/**
 * Preloaded into each process that a benchmark starts: ends it with the benchmark, even if that is killed,
 * and answers the benchmark's questions.
 */
import { rmSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FOLDER_VARIABLE, type Question, type Reply } from './protocol.ts';

/** V8 releases pages in the background. */
const PAGES_RETURNED_MS = 1_000;

const handlers = new Map<string, (argument: never) => unknown>([['collectGarbage', collectGarbage]]);

/**
 * Registers what this process does when the benchmark asks for `name`. The caller knows the argument's type.
 */
export function onQuestion<Argument>(name: string, handler: (argument: Argument) => unknown): void {
  handlers.set(name, handler);
}

async function reply({ id, name, argument }: Question): Promise<Reply> {
  try {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`No handler is registered for "${name}"`);
    return { id, value: await handler(argument as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? String(error.stack) : String(error) };
  }
}

/** Runs twice, because the second run frees what the first one finalises. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < 2; round += 1) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await new Promise((resolve) => setTimeout(resolve, PAGES_RETURNED_MS));
  }
}

process.on('disconnect', () => {
  // The benchmark was killed, or has ended and cleaned up already.
  const folder = process.env[FOLDER_VARIABLE];
  if (folder) rmSync(folder, { recursive: true, force: true });
  process.exit(1);
});
process.on('message', (question: Question) => {
  void reply(question).then((answer) => process.send?.(answer));
});
