import { setTimeout as delay } from 'node:timers/promises';
import { startInstance } from '../embedded/testing.ts';
import { defineBench } from './bench.ts';
import { cpuTimes } from './instance-cpu.ts';
import { printHeading, printTable } from './report.ts';

/** The servers, whose own work at rest is not the product's. */
const SERVERS: ReadonlySet<string> = new Set(['postgres', 'mongodb', 'nats']);

/** Measures the CPU time of the product while nobody asks it anything. */
async function measureIdle(settleSeconds: number, seconds: number, signal: AbortSignal): Promise<void> {
  printHeading(`Idle: CPU time over ${seconds} s, ${settleSeconds} s after the last request`);
  await using instance = await startInstance();
  await delay(settleSeconds * 1_000, undefined, { signal });
  const before = cpuTimes(instance);
  await delay(seconds * 1_000, undefined, { signal });
  const after = cpuTimes(instance);
  const perSecond = [...after].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / seconds] as const);
  const sum = (of: (name: string) => boolean) =>
    perSecond.reduce((total, [name, ms]) => total + (of(name) ? ms : 0), 0);
  printTable(
    ['', 'CPU ms per second'],
    [
      ...perSecond.toSorted(([, a], [, b]) => b - a),
      ['the three servers', sum((name) => SERVERS.has(name))] as const,
      ['everything else', sum((name) => !SERVERS.has(name))] as const,
    ].map(([name, ms]) => [name, ms.toFixed(2)]),
  );
}

export const idle = defineBench(
  {
    name: 'idle',
    about: 'CPU time of the product, by process, while nobody asks it anything.',
    options: {
      settle: {
        type: 'number',
        from: 0,
        to: 3_600,
        default: 180,
        about: 'seconds without a request before it is measured',
      },
      seconds: { type: 'number', from: 1, to: 3_600, default: 30, about: 'how long it is measured' },
    },
    example: 'idle --seconds 60',
  },
  ({ settle, seconds }, signal) => measureIdle(settle, seconds, signal),
);
