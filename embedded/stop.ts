/** `npm stop`: stops the running instance; with names, only those. */
import { readArguments } from './launcher/arguments.ts';
import { findLauncher, type LauncherClient } from './launcher/client.ts';
import { clearLeftovers } from './process/group.ts';
import { signal, waitUntilGone } from './process/processes.ts';
import { readRecord } from './process/record.ts';

const STOP_LIMIT_MS = 60_000;

async function stop(args: readonly string[]): Promise<number> {
  const asked = readArguments('stop', args, process.env);
  if ('status' in asked) return asked.status;
  const { names, dataDir } = asked;
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) return stopLeftovers(dataDir, names);
  if (names.length === 0) return stopAll(launcher, dataDir);
  const refusal = await launcher.order('stop', names);
  if (refusal !== undefined) {
    console.error(refusal.message);
    return refusal.usage ? 2 : 1;
  }
  console.log(`Stopped: ${names.join(', ')}. \`npm start -- ${names.join(' ')}\` starts again.`);
  return 0;
}

async function stopLeftovers(dataDir: string, names: readonly string[]): Promise<number> {
  const record = readRecord(dataDir);
  const found = record !== undefined && (await clearLeftovers(dataDir, record));
  console.log(
    found ? `Stopped what a killed instance had left on ${dataDir}.` : `Nothing runs on ${dataDir}.`,
  );
  return names.length === 0 ? 0 : 1;
}

async function stopAll(launcher: LauncherClient, dataDir: string): Promise<number> {
  const { owner } = launcher.record;
  // One that does not answer is asked by signal, and one that does not hear that either is killed.
  if ((await launcher.shutDown()) !== undefined) signal(owner, 'SIGTERM');
  if (!(await waitUntilGone(owner, STOP_LIMIT_MS))) {
    signal(owner, 'SIGKILL');
    await waitUntilGone(owner, 5_000);
    await clearLeftovers(dataDir, launcher.record);
  }
  console.log('Stopped.');
  return 0;
}

process.exitCode = await stop(process.argv.slice(2));
