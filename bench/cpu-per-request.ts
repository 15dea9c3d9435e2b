import type { TestInstance } from '../embedded/testing.ts';
import { cpuTimes, cpuTimesSince } from './instance-cpu.ts';

/** What a request takes. */
export type Cost = {
  /** CPU time in all processes of the instance. */
  readonly cpuMs: number;
  readonly perSecond: number;
  /** CPU time by process, the most first. */
  readonly byProcess: readonly { readonly name: string; readonly ms: number }[];
};

export type Repetition = {
  /** How many ask at the same time. */
  readonly clients: number;
  /** Not counted. */
  readonly warmUpMs: number;
  readonly durationMs: number;
};

/**
 * Repeats a request for a while, and measures the CPU time that it takes. Equal requests of one caller share
 * an execution while they are in flight: let each client be a caller of its own.
 */
export async function costOf(
  instance: TestInstance,
  ask: (client: number) => Promise<void>,
  { clients, warmUpMs, durationMs }: Repetition,
): Promise<Cost> {
  await repeat(ask, clients, warmUpMs);
  const before = cpuTimes(instance);
  const count = await repeat(ask, clients, durationMs);
  const byProcess = cpuTimesSince(instance, before)
    .map(({ name, ms }) => ({ name, ms: ms / count }))
    .toSorted((a, b) => b.ms - a.ms);
  const cpuMs = byProcess.reduce((sum, { ms }) => sum + ms, 0);
  return { cpuMs, perSecond: (count * 1_000) / durationMs, byProcess };
}

/** Repeats work by all clients for a while. Returns how often it was done. */
export async function repeat(
  work: (client: number) => Promise<void>,
  clients: number,
  durationMs: number,
): Promise<number> {
  const until = performance.now() + durationMs;
  let count = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (; performance.now() < until; count += 1) await work(client);
    }),
  );
  return count;
}
