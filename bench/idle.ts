import { setTimeout as delay } from 'node:timers/promises';
import { startInstance } from '../embedded/testing.ts';
import { defineBench } from './bench.ts';
import { cpuTimes, memory } from './instance-cpu.ts';
import { megabytes, printHeading, printTable } from './report.ts';

/** The servers, whose own work at rest is not the product's. */
const SERVERS: ReadonlySet<string> = new Set(['postgres', 'mongodb', 'nats']);

/** Measures the CPU time and the memory of the product while nobody asks it anything. */
async function measureIdle(settleSeconds: number, seconds: number, signal: AbortSignal): Promise<void> {
  printHeading(`Idle: CPU time over ${seconds} s, ${settleSeconds} s after the last request, and memory`);
  await using instance = await startInstance();
  await delay(settleSeconds * 1_000, undefined, { signal });
  const before = cpuTimes(instance);
  await delay(seconds * 1_000, undefined, { signal });
  const after = cpuTimes(instance);
  const bytes = memory(instance);
  const rows = [...after].map(([name, ms]) => ({
    name,
    ms: (ms - (before.get(name) ?? 0)) / seconds,
    bytes: bytes.get(name) ?? 0,
  }));
  printTable(
    ['', 'CPU ms per second', 'PSS MB'],
    [
      ...rows.toSorted((a, b) => b.ms - a.ms),
      sumOf(
        'the three servers',
        rows.filter(({ name }) => SERVERS.has(name)),
      ),
      sumOf(
        'everything else',
        rows.filter(({ name }) => !SERVERS.has(name)),
      ),
    ].map((row) => [row.name, row.ms.toFixed(2), megabytes(row.bytes)]),
  );
}

type Row = { readonly name: string; readonly ms: number; readonly bytes: number };

function sumOf(name: string, rows: readonly Row[]): Row {
  return rows.reduce((sum, { ms, bytes }) => ({ name, ms: sum.ms + ms, bytes: sum.bytes + bytes }), {
    name,
    ms: 0,
    bytes: 0,
  });
}

export const idle = defineBench(
  {
    name: 'idle',
    about: 'CPU time and memory of the product, by process, while nobody asks it anything.',
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
