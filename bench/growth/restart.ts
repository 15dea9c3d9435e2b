import { SERVICES } from '../../embedded/launcher/services.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import { cpuTimes, cpuTimesSince } from '../instance-cpu.ts';
import { percentile } from '../report.ts';
import type { Costs } from './costs.ts';

const ROUNDS = 3;
const NAMES = SERVICES.map(({ name }) => name);

/**
 * Stops all services and starts them again, several times, and measures from the start until all are ready:
 * the medians of the time and of the CPU time of all processes.
 */
export async function measureRestarts(instance: TestInstance): Promise<Costs> {
  const seconds: number[] = [];
  const cpuMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await instance.stopOnly(...NAMES);
    const before = cpuTimes(instance);
    const begun = performance.now();
    await instance.startOnly(...NAMES);
    seconds.push((performance.now() - begun) / 1_000);
    cpuMs.push(cpuTimesSince(instance, before).reduce((sum, { ms }) => sum + ms, 0));
  }
  return [
    ['restart of the services until all are ready', median(cpuMs)],
    ['restart of the services until all are ready, seconds', median(seconds)],
  ];
}

function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
