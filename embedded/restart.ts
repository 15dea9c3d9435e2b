/** `npm run restart`: a rolling restart, one instance after the other; with names, only of those. */
import { findLauncher } from './launcher/client.ts';
import { dataDirOf } from './launcher/settings.ts';

async function restart(names: readonly string[]): Promise<number> {
  const dataDir = dataDirOf(process.env);
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
