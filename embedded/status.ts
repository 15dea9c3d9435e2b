/** `npm run status`: shows what runs where. Exit status 0 if everything is ready, otherwise 1. */
import { readArguments } from './launcher/arguments.ts';
import { findLauncher } from './launcher/client.ts';
import { renderTable } from './launcher/status-table.ts';

async function status(args: readonly string[]): Promise<number> {
  const parsed = readArguments('status', args, process.env);
  if ('status' in parsed) return parsed.status;
  const launcher = findLauncher(parsed.dataDir);
  if (launcher === undefined) {
    console.log(`Nothing runs on ${parsed.dataDir}.`);
    return 1;
  }
  const { rows } = await launcher.status();
  if (rows.length === 0) console.log('The instance is just starting or stopping.');
  else console.log(renderTable(rows));
  const isUp = rows.length > 0 && rows.every(({ state }) => state === 'ready' || state === 'elsewhere');
  return isUp ? 0 : 1;
}

process.exitCode = await status(process.argv.slice(2));
