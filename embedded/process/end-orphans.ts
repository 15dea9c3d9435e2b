/**
 * Stops what a killed owner left behind: node end-orphans.ts DATA_DIR ID. Run by a watchdog (guard.ts), which saw the pipe to
 * the owner close, or by a process of the instance that has lost its owner and finds no watchdog (lifeline.ts).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { endInstance, endMarked } from './end-instance.ts';
import { isAlive } from './processes.ts';
import { readRecord } from './record.ts';

const [dataDir = '', id = ''] = process.argv.slice(2);
const POLL_MS = 100;
/** One that was stopped (SIGSTOP) does no work. */
const WATCHDOG_LIMIT_MS = 30_000;
const until = Date.now() + WATCHDOG_LIMIT_MS;

// Only the end of the work ends us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

for (;;) {
  const record = readRecord(dataDir);
  if (record?.id !== id) {
    // All is stopped and the folder given back, or the folder is gone and nobody knows what runs.
    await endMarked(id);
    break;
  }
  const { watchdog } = record;
  const isOurs = watchdog === undefined || watchdog.pid === process.pid || !isAlive(watchdog);
  if (isOurs || Date.now() > until) {
    await endInstance(dataDir, record);
    break;
  }
  await delay(POLL_MS); // the work of the watchdog that is on record, as long as it lives
}
