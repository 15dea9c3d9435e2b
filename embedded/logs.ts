/** `npm run logs`: prints and follows the logs of an instance. */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../platform/config/command-line.ts';
import { dataDirOf } from './launcher/settings.ts';
import { LOGS } from './usages.ts';

const TAIL_BYTES = 4 * 1_048_576;
const POLL_MS = 200;

async function printLogs(names: readonly string[], lines: number, follow: boolean): Promise<number> {
  const folder = join(dataDirOf(process.env), 'logs');
  const known = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => (file.endsWith('.log') ? [file.slice(0, -4)] : []))
    : [];
  if (known.length === 0) {
    console.error(`There are no logs in ${folder}: \`npm start\` writes them.`);
    return 1;
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no log of ${unknown.join(', ')}. Valid: ${known.join(', ')}.`);
    return 2;
  }
  const chosen = names.length === 0 ? known : names;
  const width = Math.max(...chosen.map((name) => name.length));
  const logs = chosen.map((name) =>
    createLog(join(folder, `${name}.log`), chosen.length === 1 ? '' : `${name.padEnd(width)}  `),
  );
  for (const log of logs) print(log.tail(lines));
  while (follow) {
    await delay(POLL_MS);
    for (const log of logs) print(log.news());
  }
  return 0;
}

function print(lines: readonly string[]): void {
  if (lines.length > 0) console.log(lines.join('\n'));
}

/** Reads a log from its end on. A log that was moved away by a new start is read from the beginning. */
function createLog(file: string, prefix: string) {
  let [at, inode, unfinished] = [0, 0, ''];

  function read(from: number): readonly string[] {
    if (!existsSync(file)) return [];
    const handle = openSync(file, 'r');
    try {
      const { size, ino } = fstatSync(handle);
      const bytes = Buffer.alloc(Math.min(Math.max(size - from, 0), TAIL_BYTES));
      const length = readSync(handle, bytes, 0, bytes.length, from);
      [at, inode] = [from + length, ino];
      const lines = (unfinished + bytes.subarray(0, length).toString('utf8')).split('\n');
      unfinished = lines.pop() ?? '';
      return lines.map((line) => prefix + line);
    } finally {
      closeSync(handle);
    }
  }

  return {
    tail(count: number): readonly string[] {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      const lines = read(Math.max(0, size - TAIL_BYTES));
      return count === 0 ? [] : lines.slice(-count);
    },
    news(): readonly string[] {
      const now = statSync(file, { throwIfNoEntry: false });
      if (now === undefined || (now.ino === inode && now.size === at)) return [];
      const isNew = now.ino !== inode || now.size < at;
      if (isNew) unfinished = '';
      return read(isNew ? 0 : at);
    },
  };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
// The reader may be `head`, which closes the pipe.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await runCommand(LOGS, process.argv.slice(2), ({ values, positionals }) =>
  printLogs(positionals, values.lines, values.follow ?? false),
);
