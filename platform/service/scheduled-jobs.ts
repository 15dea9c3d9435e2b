import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';

export type ScheduledJob = {
  /** The pause between two runs, in milliseconds. */
  readonly everyMs: number;
  /** Does a batch of work and returns its size. After a run that did something the next one follows at once. */
  readonly run: () => Promise<number>;
};

export type RunningJob = { close(): Promise<void> };

/** Runs a job at an interval, never two runs at once. A run that fails is logged, and the next one follows as planned. */
export function startScheduledJob({ everyMs, run }: ScheduledJob, log: Logger): RunningJob {
  const stopped = new AbortController();

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        if ((await run()) > 0) continue;
      } catch (error) {
        log.error({ err: error }, 'a scheduled job failed');
      }
      await delay(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    async close() {
      stopped.abort();
      await running;
    },
  };
}
