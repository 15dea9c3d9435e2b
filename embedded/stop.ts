/** `npm stop`: stops the running instance, or only the named parts of it. */

import { runCommand } from '../platform/config/command-line.ts';
import { environment } from '../platform/config/environment.ts';
import { findLauncher, type LauncherClient, nothingRuns, orderAndReport } from './launcher/client.ts';
import { STOP } from './launcher/commands.ts';
import { dataDirOf } from './launcher/settings.ts';
import { clearLeftovers } from './process/group.ts';
import { signal, waitUntilGone } from './process/processes.ts';
import { readRecord } from './process/record.ts';

const STOP_LIMIT_MS = 60_000;

async function stopLeftovers(dataDir: string, names: readonly string[]): Promise<number> {
  const record = readRecord(dataDir);
  const found = record !== undefined && (await clearLeftovers(dataDir, record));
  console.log(
    found ? `Stopped the processes that a killed instance left on ${dataDir}.` : nothingRuns(dataDir),
  );
  return names.length === 0 ? 0 : 1;
}

async function stopAll(launcher: LauncherClient, dataDir: string): Promise<number> {
  const { owner } = launcher.record;
  // A launcher that does not respond gets a signal; if it ignores that, too, it is killed.
  if ((await launcher.shutDown()) !== undefined) signal(owner, 'SIGTERM');
  if (!(await waitUntilGone(owner, STOP_LIMIT_MS))) {
    signal(owner, 'SIGKILL');
    await waitUntilGone(owner, 5_000);
    await clearLeftovers(dataDir, launcher.record);
  }
  console.log('Stopped.');
  return 0;
}

process.exitCode = await runCommand(STOP, process.argv.slice(2), async ({ positionals: names }) => {
  const dataDir = dataDirOf(environment);
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) return stopLeftovers(dataDir, names);
  if (names.length === 0) return stopAll(launcher, dataDir);
  const done = `Stopped: ${names.join(', ')}. Start again with \`npm start -- ${names.join(' ')}\`.`;
  return orderAndReport(launcher, 'stop', names, done);
});
