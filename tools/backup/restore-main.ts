/** `npm run restore -- --from DIR`. */

import { findLauncher } from '../../embedded/launcher/client.ts';
import { dataDirOf, type Env } from '../../embedded/launcher/settings.ts';
import { CONSOLE, type Output, runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { errorMessage } from '../../platform/errors.ts';
import { CannotDo, findAddresses } from '../events/instance.ts';
import { createProgress } from '../progress.ts';
import { type Manifest, readManifest, verifyParts } from './manifest.ts';
import { restore } from './restore.ts';
import { settle } from './settle.ts';
import { isConfigured, type Stores, startStopped } from './stores.ts';
import { RESTORE, type RestoreRequest } from './usage.ts';

type Surroundings = Output & { readonly env: Env };

async function run(request: RestoreRequest, surroundings: Surroundings): Promise<number> {
  try {
    const manifest = await readManifest(request.from);
    await (request.name === 'settle'
      ? settlePayments(manifest, surroundings)
      : restoreAll(request, manifest, surroundings));
    return 0;
  } catch (error) {
    surroundings.err(`Not done: ${errorMessage(error)}`);
    return 1;
  }
}

async function restoreAll(
  { from, force }: RestoreRequest,
  manifest: Manifest,
  { env, out, err }: Surroundings,
): Promise<void> {
  const progress = createProgress(err);
  await verifyParts(from, manifest);
  await using stores = await openTarget(env);
  await restore({ stores, from, manifest, force, say: err });
  out(
    [
      `Restored the data of ${manifest.startedAt} in ${progress.seconds().toFixed(1)} s.`,
      `Start the services, then run \`npm run restore -- --from ${from} --settle\`.`,
    ].join(' '),
  );
}

async function openTarget(env: Env): Promise<Stores> {
  if (isConfigured(env))
    return { addresses: findAddresses(env), stoppedDataDir: undefined, async [Symbol.asyncDispose]() {} };
  const dataDir = dataDirOf(env);
  if (findLauncher(dataDir) !== undefined)
    throw new CannotDo(`The instance on ${dataDir} runs: stop it first with \`npm stop\`.`);
  return startStopped(env, dataDir, ['postgres', 'mongodb', 'nats']);
}

async function settlePayments(manifest: Manifest, { env, out }: Surroundings): Promise<void> {
  const { seen, voided, refunded } = await settle(env, manifest);
  out(`${seen} payments at the provider since the backup: ${voided} voided, ${refunded} refunded.`);
}

if (import.meta.main) {
  process.exitCode = await runCommand(
    RESTORE,
    process.argv.slice(2),
    (request) => run(request, { env: environment, ...CONSOLE }),
    CONSOLE,
  );
}
