import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';

export type RelayOptions = {
  /** Publishes a batch of what is waiting, at least `FULL_BATCH` events if there are so many; returns their number. */
  readonly publishBatch: () => Promise<number>;
  /** How often to look without being woken, for what a crash left behind, in milliseconds. */
  readonly sweepMs?: number;
  readonly log: Logger;
};

/** Brings stored events to the stream. */
export type Relay = {
  /** Says that events were stored; they go out at once. */
  wake(): void;
  /** Publishes what still waits, if the stream can be reached, and stops. */
  close(): Promise<void>;
};

/** A batch with fewer events than this has left none behind. */
export const FULL_BATCH = 100;

/** Between two rounds: what is stored meanwhile goes out together, for much of what a round costs, it costs once. */
const REST_MS = 20;
const RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;

/**
 * Runs a relay: one drain of the outbox at a time, started by `wake` or by the sweep, tried again with growing pauses
 * while it fails. After a quiet time a wake is followed at once. Wakes during a drain, or right after one, are not
 * lost: another round follows.
 */
export function startRelay({ publishBatch, sweepMs = 1_000, log }: RelayOptions): Relay {
  const stopped = new AbortController();
  let woken = Promise.withResolvers<void>();
  let failures = 0;

  function wake(): void {
    woken.resolve();
  }

  async function pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
  }

  async function drain(): Promise<void> {
    try {
      while ((await publishBatch()) >= FULL_BATCH);
      failures = 0;
    } catch (error) {
      failures += 1;
      const wait = Math.min(RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
      log.warn({ err: error, retryInMs: wait }, 'events are waiting to be published');
      await pause(wait);
      wake();
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const sweep = setTimeout(wake, sweepMs);
      await woken.promise;
      clearTimeout(sweep);
      woken = Promise.withResolvers<void>();
      if (stopped.signal.aborted) break;
      await drain();
      await pause(REST_MS);
    }
    // What was stored during the last round must not wait for the next start.
    await drain();
  }

  const running = run();
  return {
    wake,
    async close() {
      stopped.abort();
      wake();
      await running;
    },
  };
}
