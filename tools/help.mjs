/**
 * npm run help [-- NAME]
 *
 * Prints all commands, or the help of one. It is plain JavaScript without dependencies, so that it answers in
 * a clone in which nothing is installed.
 */
import { readFileSync } from 'node:fs';

const USAGE = `Usage: npm run help [-- NAME]
Prints all commands, or the help of one.

Example: npm run help -- audit

Exit status: 0 printed, 2 wrong usage.`;

const commands = Object.values(
  JSON.parse(readFileSync(new URL('help.generated.json', import.meta.url), 'utf8')),
);
const [name, ...more] = process.argv.slice(2);
const command = commands.find((each) => each.name === name);

if (name === '--help' || name === '-h') console.log(USAGE);
else if (name === undefined) console.log(overview());
else if (command !== undefined && more.length === 0) console.log(Object.values(command.help).join('\n\n'));
else {
  const names = commands.map((each) => each.name).join(', ');
  const problem = name.startsWith('-')
    ? `There is no option ${name}. Valid: --help.`
    : `Valid names: ${names}.`;
  console.error(`${problem}\n\n${USAGE}`);
  process.exitCode = 2;
}

function overview() {
  const rows = [
    ...commands,
    { name: 'test', summary: 'runs all tests, or some: `-- --project unit PATH`' },
    { name: 'help', summary: 'prints this, or the help of one command' },
  ];
  // npm has short forms of these.
  const short = new Set(['start', 'stop', 'test']);
  const calls = rows.map((row) => `  npm ${short.has(row.name) ? '' : 'run '}${row.name}`);
  const width = Math.max(...calls.map((call) => call.length)) + 2;
  const lines = rows.map((row, index) => calls[index].padEnd(width) + row.summary);
  return ['Commands; `npm run help -- NAME` explains one of them:', '', ...lines].join('\n');
}
