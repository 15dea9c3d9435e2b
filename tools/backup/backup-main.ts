/** `npm run backup -- --to DIR`. */

import type { Env } from '../../embedded/launcher/settings.ts';
import { CONSOLE, type Output, runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { errorMessage } from '../../platform/errors.ts';
import { createProgress } from '../progress.ts';
import { backup } from './backup.ts';
import { openStores } from './stores.ts';
import { BACKUP, type BackupRequest } from './usage.ts';

async function run(
  { to }: BackupRequest,
  { env, out, err }: Output & { readonly env: Env },
): Promise<number> {
  try {
    await using stores = await openStores(env, ['postgres', 'mongodb']);
    const progress = createProgress(err);
    const parts = await backup({ stores, to, say: err });
    const times = parts.map(({ readAt }) => Date.parse(readAt));
    const gap = Math.max(...times) - Math.min(...times);
    out(`Backed up to ${to} in ${progress.seconds().toFixed(1)} s; the services were read within ${gap} ms.`);
    return 0;
  } catch (error) {
    err(`No backup was made: ${errorMessage(error)}`);
    return 1;
  }
}

if (import.meta.main) {
  process.exitCode = await runCommand(
    BACKUP,
    process.argv.slice(2),
    (request) => run(request, { env: environment, ...CONSOLE }),
    CONSOLE,
  );
}
