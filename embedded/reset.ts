/** `npm run reset`: deletes the data of an instance that does not run. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { runCommand } from '../platform/config/command-line.ts';
import { environment } from '../platform/config/environment.ts';
import { errorCode, errorMessage } from '../platform/errors.ts';
import { RESERVE } from './launcher/disk.ts';
import { dataDirOf } from './launcher/settings.ts';
import { clearLeftovers, runningInstance } from './process/group.ts';
import { readRecord } from './process/record.ts';
import { RESET } from './usages.ts';

/** What an instance keeps in its folder. */
const ENTRIES: ReadonlySet<string> = new Set([
  'identity',
  'instance.json',
  'logs',
  'mongod',
  'mongodb',
  'nats',
  'nats.secret',
  'postgres',
  'postgres.password',
  'postgres.secret',
  'psp',
  'sockets',
  RESERVE.file,
  `${RESERVE.file}.new`,
  'simulator.key',
  'webhook.secret',
]);
/** Every start creates these: a folder without one of them was never an instance's. */
const MARKS = ['logs', 'identity'];

async function reset(yes: boolean): Promise<number> {
  const dataDir = dataDirOf(environment);
  if (!existsSync(dataDir)) {
    console.log(`There is no ${dataDir}: nothing to delete.`);
    return 0;
  }
  const running = runningInstance(dataDir);
  if (running !== undefined) {
    console.error(
      `The instance on ${dataDir} runs (pid ${running.owner.pid}): stop it first with \`npm stop\`.`,
    );
    return 1;
  }
  const present = entriesOf(dataDir);
  if (typeof present === 'string') {
    console.error(present);
    return 1;
  }
  console.log(`This deletes from ${dataDir}: ${present.join(', ')}. Nothing can bring it back.`);
  if (!yes && !(await isConfirmed())) return 1;
  const left = readRecord(dataDir);
  if (left !== undefined) await clearLeftovers(dataDir, left);
  try {
    for (const entry of present) rmSync(join(dataDir, entry), { recursive: true, force: true });
    if (readdirSync(dataDir).length === 0) rmdirSync(dataDir);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    console.error(
      `Not everything could be deleted: ${errorMessage(error)}. Run this as the user who owns it.`,
    );
    return 1;
  }
  console.log('Deleted. `npm start` starts with empty stores.');
  return 0;
}

/** The entries of an instance's folder, or a message if the folder is not one. */
function entriesOf(dataDir: string): readonly string[] | string {
  try {
    const present = readdirSync(dataDir);
    const foreign = present.filter((entry) => !ENTRIES.has(entry) && !entry.startsWith('instance.json.'));
    if (foreign.length > 0)
      return `${dataDir} is not touched: it holds what is no instance's (${foreign.slice(0, 5).join(', ')}).`;
    if (!MARKS.every((mark) => present.includes(mark)))
      return `${dataDir} is not touched: no instance has run there.`;
    return present;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return `${dataDir} cannot be read: ${errorMessage(error)}.`;
  }
}

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error(
      'Nothing is deleted: there is no terminal to ask on. `npm run reset -- --yes` does not ask.',
    );
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question('Delete it? [y/N] ').catch(onAbort);
    if (/^y(es)?$/i.test(answer.trim())) return true;
    console.log('Nothing is deleted.');
    return false;
  } finally {
    terminal.close();
  }
}

/** Ctrl-C and Ctrl-D are no. */
function onAbort(error: unknown): string {
  if (errorCode(error) !== 'ABORT_ERR') throw error;
  console.log();
  return 'n';
}

process.exitCode = await runCommand(RESET, process.argv.slice(2), ({ values }) => reset(values.yes ?? false));
