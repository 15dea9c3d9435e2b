/** `npm run status`: what runs where. Exit status 0 when all is ready, 1 when not, or when nothing runs. */
import { findLauncher } from './launcher/client.ts';
import { dataDirOf } from './launcher/settings.ts';
import { table } from './launcher/table.ts';

const dataDir = dataDirOf(process.env);
const launcher = findLauncher(dataDir);
if (launcher === undefined) {
  console.log(`Nothing runs on ${dataDir}.`);
  process.exitCode = 1;
} else {
  const { rows } = await launcher.status();
  console.log(table(rows));
  process.exitCode = rows.every(({ state }) => state === 'ready' || state === 'elsewhere') ? 0 : 1;
}
