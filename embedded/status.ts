/** `npm run status`: shows what runs where. Exit status 0 if everything is ready, otherwise 1. */
import { runWithArguments } from './launcher/arguments.ts';
import { findLauncher } from './launcher/client.ts';
import { renderTable } from './launcher/status-table.ts';

const given = { args: process.argv.slice(2), env: process.env };
process.exitCode = await runWithArguments('status', given, async ({ dataDir }) => {
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) {
    console.log(`Nothing runs on ${dataDir}.`);
    return 1;
  }
  const { rows } = await launcher.status();
  console.log(rows.length === 0 ? 'The instance is just starting or stopping.' : renderTable(rows));
  const isUp = rows.length > 0 && rows.every(({ state }) => state === 'ready' || state === 'elsewhere');
  return isUp ? 0 : 1;
});
