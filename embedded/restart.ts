/** `npm run restart`: a rolling restart of all services and routers, or only of the named ones. */
import { readArguments } from './launcher/arguments.ts';
import { findLauncher, orderAndReport } from './launcher/client.ts';

async function restart(args: readonly string[]): Promise<number> {
  const parsed = readArguments('restart', args, process.env);
  if ('status' in parsed) return parsed.status;
  const { names, dataDir } = parsed;
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) {
    console.error(`Nothing runs on ${dataDir}: \`npm start\` starts everything.`);
    return 1;
  }
  const what = names.length === 0 ? 'every service and router' : names.join(', ');
  return orderAndReport(launcher, 'restart', names, `Restarted: ${what}.`);
}

process.exitCode = await restart(process.argv.slice(2));
