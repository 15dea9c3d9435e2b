import type { Logger } from './telemetry/logger.ts';

export type PollingLoopOptions = {
  /**
   * Does one round of work; the next one waits for it. The signal aborts when the loop is being closed. Never
   * rejects.
   */
  readonly poll: (signal: AbortSignal) => Promise<void>;
  /** How long to wait for a wake before polling without one, in milliseconds. */
  readonly everyMs: number;
};

export type PollingLoop = {
  /** Starts the next round at once. A wake during a round is kept: another round follows. */
  wake(): void;
  /** Waits for the round in progress and ends the loop. */
  close(): Promise<void>;
};

/**
 * Polls at an interval and whenever it is woken, one round at a time. The first round follows the first wake
 * or interval.
 */
export function startPollingLoop({ poll, everyMs }: PollingLoopOptions): PollingLoop {
  const closing = new AbortController();
  let woken = Promise.withResolvers<void>();

  function wake(): void {
    woken.resolve();
  }

  async function run(): Promise<void> {
    for (;;) {
      const timer = setTimeout(wake, everyMs);
      await woken.promise;
      clearTimeout(timer);
      woken = Promise.withResolvers<void>();
      if (closing.signal.aborted) return;
      await poll(closing.signal);
    }
  }

  const running = run();
  return {
    wake,
    async close() {
      closing.abort();
      wake();
      await running;
    },
  };
}

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
