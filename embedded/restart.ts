/** `npm run restart`: a rolling restart of all services and routers, or only of the named ones. */
import { runWithArguments } from './launcher/arguments.ts';
import { findLauncher, orderAndReport } from './launcher/client.ts';

const given = { args: process.argv.slice(2), env: process.env };
process.exitCode = await runWithArguments('restart', given, async ({ names, dataDir }) => {
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) {
    console.error(`Nothing runs on ${dataDir}: \`npm start\` starts everything.`);
    return 1;
  }
  const what = names.length === 0 ? 'every service and router' : names.join(', ');
  return orderAndReport(launcher, 'restart', names, `Restarted: ${what}.`);
});
