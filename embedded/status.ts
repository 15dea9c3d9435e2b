/** `npm run status`: what runs where. Exit status 0 when all is ready, 1 when not, or when nothing runs. */
import { readArguments } from './launcher/arguments.ts';
import { findLauncher } from './launcher/client.ts';
import { table } from './launcher/table.ts';

async function status(args: readonly string[]): Promise<number> {
  const asked = readArguments('status', args, process.env);
  if ('status' in asked) return asked.status;
  const launcher = findLauncher(asked.dataDir);
  if (launcher === undefined) {
    console.log(`Nothing runs on ${asked.dataDir}.`);
    return 1;
  }
  const { rows } = await launcher.status();
  if (rows.length === 0) console.log('The instance is just starting or stopping.');
  else console.log(table(rows));
  const isUp = rows.length > 0 && rows.every(({ state }) => state === 'ready' || state === 'elsewhere');
  return isUp ? 0 : 1;
}

process.exitCode = await status(process.argv.slice(2));
