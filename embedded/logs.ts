/** `npm run logs`: prints and follows the logs of an instance. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../platform/config/command-line.ts';
import { environment } from '../platform/config/environment.ts';
import { dataDirOf } from './launcher/settings.ts';
import { createLogReader } from './process/log-reader.ts';
import { LOGS } from './usages.ts';

const POLL_MS = 200;

async function printLogs(names: readonly string[], lines: number, follow: boolean): Promise<number> {
  const folder = join(dataDirOf(environment), 'logs');
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
  const logs = chosen.map((name) => ({
    reader: createLogReader(join(folder, `${name}.log`)),
    prefix: chosen.length === 1 ? '' : `${name.padEnd(width)}  `,
  }));
  for (const { reader, prefix } of logs) print(reader.tail(lines), prefix);
  while (follow) {
    await delay(POLL_MS);
    for (const { reader, prefix } of logs) print(reader.news(), prefix);
  }
  return 0;
}

function print(lines: readonly string[], prefix: string): void {
  if (lines.length > 0) console.log(lines.map((line) => prefix + line).join('\n'));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
// The reader may be `head`, which closes the pipe.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await runCommand(LOGS, process.argv.slice(2), ({ values, positionals }) =>
  printLogs(positionals, values.lines, values.follow ?? false),
);
