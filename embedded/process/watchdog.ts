/**
 * Outlives the process that keeps an instance running, to clean up after it: node watchdog.ts DATA_DIR ID.
 * The owner holds the other end of our standard input. It says `done` when it has stopped everything itself; when the
 * pipe closes without a word, the owner was killed, and we stop all that it ran.
 */
import { endInstance } from './end-instance.ts';
import { readRecord } from './record.ts';

const [dataDir = '', id = ''] = process.argv.slice(2);

// Only the owner's end ends us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

let heard = '';
process.stdin.on('data', (data) => {
  heard += String(data);
});
process.stdin.on('error', () => process.stdin.destroy());
process.stdin.on('close', () => {
  if (heard.startsWith('done')) return;
  const record = readRecord(dataDir);
  if (record?.id === id) void endInstance(dataDir, record);
});
