/**
 * Writes tools/help.generated.json, from which `npm run help` and a clone without packages print the help of
 * all commands. With --check it writes nothing and fails if the file is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../run.ts';
import { COMMANDS } from './commands.ts';

const FILE = 'tools/help.generated.json';
const OPTION = /(?<![\w-])-{1,2}[a-z][a-z-]*/g;

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = manifest.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));

/** The program that a script of package.json runs, which is its last argument. */
function programOf(name: string): string {
  const program = scripts[name]?.split(' ').at(-1);
  if (program === undefined) throw new Error(`package.json has no script ${name}.`);
  return program;
}

const entries = COMMANDS.map(({ name, summary, command, withoutPackages }) => [
  programOf(name),
  {
    name,
    summary,
    help: {
      '': command.usage,
      ...Object.fromEntries(
        Object.entries(command.subcommands ?? {}).map(([sub, { usage }]) => [sub, usage]),
      ),
    },
    options: [...new Set([...(command.usage.match(OPTION) ?? []), '--help', '-h'])],
    ...(withoutPackages === undefined ? {} : { withoutPackages }),
  },
]);
const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (text !== (await readFile(join(ROOT, FILE), 'utf8').catch(() => ''))) {
    console.error(`${FILE} is not up to date: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(join(ROOT, FILE), text);
}
