import { type PollingLoop, startPollingLoop } from '../polling-loop.ts';
import type { Logger } from '../telemetry/logger.ts';

export type ScheduledJob = {
  /** The pause between two runs, in milliseconds. */
  readonly everyMs: number;
  /**
   * Does a batch of work and returns its size. After a run that did something the next one follows at once.
   */
  readonly run: () => Promise<number>;
};

/**
 * Runs a job at once and then at an interval, one run at a time. A run that fails is logged and not repeated
 * early.
 */
export function startScheduledJob({ everyMs, run }: ScheduledJob, log: Logger): PollingLoop {
  const loop = startPollingLoop({
    everyMs,
    async poll() {
      try {
        if ((await run()) > 0) loop.wake();
      } catch (error) {
        log.error({ err: error }, 'a scheduled job failed');
      }
    },
  });
  loop.wake();
  return loop;
}
