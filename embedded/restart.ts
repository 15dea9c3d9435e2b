/** `npm run restart`: a rolling restart, one instance after the other; with names, only of those. */
import { readArguments } from './launcher/arguments.ts';
import { findLauncher } from './launcher/client.ts';

async function restart(args: readonly string[]): Promise<number> {
  const asked = readArguments('restart', args, process.env);
  if ('status' in asked) return asked.status;
  const { names, dataDir } = asked;
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) {
    console.error(`Nothing runs on ${dataDir}: \`npm start\` starts everything.`);
    return 1;
  }
  const refusal = await launcher.order('restart', names);
  if (refusal !== undefined) {
    console.error(refusal.message);
    return refusal.usage ? 2 : 1;
  }
  console.log(`Restarted: ${names.length === 0 ? 'every service and router' : names.join(', ')}.`);
  return 0;
}

process.exitCode = await restart(process.argv.slice(2));
