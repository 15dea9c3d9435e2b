import type { Logger } from './telemetry/logger.ts';

/** One round of a polling loop. */
export type Round = {
  /** When the next round follows at the latest, in milliseconds from now. */
  readonly untilNextMs: number;
  /** Aborts when the loop is being closed or leaves its idle pace: then the round shall end soon. */
  readonly signal: AbortSignal;
};

export type PollingLoopOptions = {
  /** Does one round of work; the next one waits for it. Never rejects. */
  readonly poll: (round: Round) => Promise<void>;
  /** How long to wait for a wake before polling without one, in milliseconds. */
  readonly everyMs: number;
  /** The same once nothing has happened for a minute, if it is longer; `IDLE_MS` when omitted. */
  readonly idleMs?: number | undefined;
};

export type PollingLoop = {
  /** Starts the next round at once. A wake during a round is kept: another round follows. */
  wake(): void;
  /** Something happened that may concern a later round: the loop is not idle for the next minute. */
  noteActivity(): void;
  /** Waits for the round in progress and ends the loop. */
  close(): Promise<void>;
};

/** After how long without activity a loop is idle, in milliseconds. */
const IDLE_AFTER_MS = 60_000;

/**
 * The pause of idle loops, in milliseconds. What another process or a crash left behind waits no longer than
 * this, so that a product that nobody uses costs next to nothing.
 */
const IDLE_MS = 10_000;

/**
 * Polls at an interval and whenever it is woken, one round at a time. The first round follows the first wake
 * or interval.
 */
export function startPollingLoop({ poll, everyMs, idleMs = IDLE_MS }: PollingLoopOptions): PollingLoop {
  let isClosing = false;
  /** Of the current round. */
  let ending = new AbortController();
  let activeUntil = performance.now() + IDLE_AFTER_MS;
  let woken = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  /** Whether the current pause or round counts on the idle pace. */
  let isIdle = false;

  const pause = () => (isIdle ? Math.max(everyMs, idleMs) : everyMs);

  function wake(): void {
    woken.resolve();
  }

  function wakeIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(wake, ms);
  }

  function noteActivity(): void {
    activeUntil = performance.now() + IDLE_AFTER_MS;
    if (!isIdle) return;
    isIdle = false;
    ending.abort();
    if (timer) wakeIn(everyMs);
  }

  async function run(): Promise<void> {
    for (;;) {
      wakeIn(pause());
      await woken.promise;
      clearTimeout(timer);
      timer = undefined;
      woken = Promise.withResolvers<void>();
      if (isClosing) return;
      isIdle = performance.now() >= activeUntil;
      if (ending.signal.aborted) ending = new AbortController();
      await poll({ untilNextMs: pause(), signal: ending.signal });
    }
  }

  const running = run();
  return {
    wake,
    noteActivity,
    async close() {
      isClosing = true;
      ending.abort();
      wake();
      await running;
    },
  };
}

export type ScheduledJob = {
  /** The pause between two runs, in milliseconds. While the service is idle, it may be longer. */
  readonly everyMs: number;
  /**
   * Does a batch of work and returns its size. After a run that did something the next one follows at once.
   */
  readonly run: (round: Round) => Promise<number>;
};

/**
 * Runs a job at once and then at an interval, one run at a time. A run that fails is logged and not repeated
 * early.
 */
export function startScheduledJob({ everyMs, run }: ScheduledJob, log: Logger): PollingLoop {
  const loop = startPollingLoop({
    everyMs,
    async poll(round) {
      try {
        if ((await run(round)) > 0) loop.wake();
      } catch (error) {
        log.error({ err: error }, 'a scheduled job failed');
      }
    },
  });
  loop.wake();
  return loop;
}
