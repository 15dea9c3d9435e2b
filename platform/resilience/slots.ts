export type SlotsOptions = {
  /** How much work runs at the same time. */
  readonly atOnce: number;
  /** How much may wait; more is refused at once. */
  readonly waiting: number;
  /** How long work may wait, in milliseconds. */
  readonly maxWaitMs: number;
  /** The error of work that is refused. */
  readonly refusal: () => Error;
};

/** Runs work, a bounded part of it at a time, first come first served. */
export type Slots = {
  /** Rejects with the refusal, before the work has begun, when it waits too long or too much waits. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
};

export function createSlots({ atOnce, waiting: mostWaiting, maxWaitMs, refusal }: SlotsOptions): Slots {
  const waiting = new Set<(isAdmitted: boolean) => void>();
  let running = 0;

  function waitForSlot(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), maxWaitMs);
      function settle(isAdmitted: boolean): void {
        clearTimeout(timer);
        waiting.delete(settle);
        resolve(isAdmitted);
      }
      waiting.add(settle);
    });
  }

  /** Hands the slot to who has waited longest. */
  function leave(): void {
    const [next] = waiting;
    if (next) next(true);
    else running -= 1;
  }

  return {
    async run(work) {
      if (running < atOnce) running += 1;
      else if (waiting.size >= mostWaiting || !(await waitForSlot())) throw refusal();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
