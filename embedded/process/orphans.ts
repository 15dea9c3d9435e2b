import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environment } from '../../platform/config/environment.ts';
import { plainEnvironment } from './command.ts';
import { ENDING_MARK, INSTANCE_MARK, processesMarked } from './processes.ts';

const PROGRAM = fileURLToPath(new URL('end-orphans.ts', import.meta.url));
/** The processes that lost their owner poll at random times, so that only one of them begins. */
const POLL_MS = { least: 200, most: 700 } as const;

/**
 * Ends the whole instance, including this process, unless a watchdog or another process is doing so. @throws
 * Error if that fails.
 */
export async function haveOrphansEnded(dataDir: string): Promise<never> {
  const id = environment[INSTANCE_MARK] ?? '';
  for (;;) {
    await delay(POLL_MS.least + Math.random() * (POLL_MS.most - POLL_MS.least));
    if (processesMarked(id, ENDING_MARK).length > 0) continue;
    const child = spawn(process.execPath, [PROGRAM, dataDir, id], {
      detached: true,
      stdio: 'ignore',
      env: { ...plainEnvironment(), [ENDING_MARK]: id },
      cwd: '/',
    });
    await once(child, 'exit');
  }
}
