/** `npm run restart`: a rolling restart of all services and routers, or only of the named ones. */

import { runCommand } from '../platform/config/command-line.ts';
import { environment } from '../platform/config/environment.ts';
import { findLauncher, nothingRuns, orderAndReport } from './launcher/client.ts';
import { RESTART } from './launcher/commands.ts';
import { dataDirOf } from './launcher/settings.ts';

process.exitCode = await runCommand(RESTART, process.argv.slice(2), async ({ positionals: names }) => {
  const dataDir = dataDirOf(environment);
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) {
    console.error(nothingRuns(dataDir));
    return 1;
  }
  const what = names.length === 0 ? 'every service and router' : names.join(', ');
  return orderAndReport(launcher, 'restart', names, `Restarted: ${what}.`);
});
