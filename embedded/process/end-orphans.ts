/**
 * Stops what a killed owner left behind: node end-orphans.ts DATA_DIR ID. It is run by a watchdog (guard.ts)
 * that saw the pipe to the owner close, or by a process of the instance that lost its owner and finds no
 * watchdog (lifeline.ts).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { endInstance, endMarked } from './end-instance.ts';
import { isAlive } from './processes.ts';
import { readRecord } from './record.ts';

const [dataDir = '', id = ''] = process.argv.slice(2);
const POLL_MS = 100;
/** A watchdog that was stopped by SIGSTOP does nothing. */
const WATCHDOG_LIMIT_MS = 30_000;
const until = Date.now() + WATCHDOG_LIMIT_MS;

// Nothing but the end of the work ends this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

for (;;) {
  const record = readRecord(dataDir);
  if (record?.id !== id) {
    // Everything is stopped and the folder released, or the folder is gone together with its record.
    await endMarked(id);
    break;
  }
  const { watchdog } = record;
  const isOurs = watchdog === undefined || watchdog.pid === process.pid || !isAlive(watchdog);
  if (isOurs || Date.now() > until) {
    await endInstance(dataDir, record);
    break;
  }
  await delay(POLL_MS); // the recorded watchdog does the work as long as it lives
}
