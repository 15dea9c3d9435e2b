import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './command.ts';
import { endingMark, instanceMark, processesMarked } from './processes.ts';

const program = fileURLToPath(new URL('end-orphans.ts', import.meta.url));
/** All that have lost their owner look at different times, so that not all of them begin. */
const lookMs = { least: 200, most: 700 } as const;

/** Has all of our instance ended, us too, unless a watchdog or somebody else is at it. @throws Error when that cannot be. */
export async function haveOrphansEnded(dataDir: string): Promise<never> {
  const id = process.env[instanceMark] ?? '';
  for (;;) {
    await delay(lookMs.least + Math.random() * (lookMs.most - lookMs.least));
    if (processesMarked(id, endingMark).length > 0) continue;
    const child = spawn(process.execPath, [program, dataDir, id], {
      detached: true,
      stdio: 'ignore',
      env: { ...plainEnvironment(), [endingMark]: id },
      cwd: '/',
    });
    await once(child, 'exit');
  }
}
