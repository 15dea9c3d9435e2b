export type ConcurrencyLimitOptions = {
  /** The highest limit: how many permits may be held at one time when all goes well. */
  readonly max: number;
  /** A permit held for longer than this shows that the limit is too high, in milliseconds. */
  readonly latencyTargetMs: number;
  /** How long a caller may wait for a permit, in milliseconds. */
  readonly maxWaitMs: number;
};

/** Admits as many callers at a time as are served within the latency target, and queues the others. */
export type ConcurrencyLimit = {
  /**
   * Resolves with a permit, first come first served; with undefined after `maxWaitMs` or when waiting is
   * rejected.
   */
  acquire(): Promise<Permit | undefined>;
  /** Rejects all waiting callers: what they wait for has failed. Restarts the search for the limit. */
  rejectWaiting(): void;
};

export type Permit = {
  /** @param isMeasured false when the holder did no work, so that its time says nothing about the limit */
  release(isMeasured: boolean): void;
};

/** The limit never falls below this: a few callers have to show when the latency is good again. */
const MIN_LIMIT = 16;
const INITIAL_LIMIT = 32;
/** What each slow permit takes from the limit: a round of slow permits leaves 60 % of it. */
const DECREASE = 0.4;
/** What a round of fast permits (as many as the limit) adds to it. */
const INCREASE = 8;

/**
 * An adaptive concurrency limit. An overloaded system that admits every caller serves none of them in time,
 * so this limit follows the time for which permits are held. It doubles with each round of fast permits until
 * the first slow one (slow start, as in TCP). From then on a round of fast permits adds a constant and each
 * slow permit takes a share of itself (AIMD), which settles where about a quarter of the permits are slow. A
 * limit that is less than half used does not grow.
 */
export function createConcurrencyLimit({
  max,
  latencyTargetMs,
  maxWaitMs,
}: ConcurrencyLimitOptions): ConcurrencyLimit {
  const waiting = new Set<(isAdmitted: boolean) => void>();
  const [min, initial] = [Math.min(MIN_LIMIT, max), Math.min(INITIAL_LIMIT, max)];
  let limit = initial;
  let isSlowStart = true;
  let held = 0;

  function grant(): Permit {
    const since = performance.now();
    held += 1;
    return {
      release(isMeasured) {
        if (isMeasured) adapt(performance.now() - since);
        held -= 1;
        for (const settle of waiting) {
          if (held >= limit) return;
          settle(true);
        }
      },
    };
  }

  function adapt(ms: number): void {
    if (ms > latencyTargetMs) {
      isSlowStart = false;
      limit = Math.max(min, Math.min(limit, held) - DECREASE);
    } else if (held > limit / 2) {
      limit = Math.min(max, limit + (isSlowStart ? 1 : INCREASE / limit));
    }
  }

  return {
    async acquire() {
      if (held < limit && waiting.size === 0) return grant();
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(false), maxWaitMs);
        function settle(isAdmitted: boolean): void {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(isAdmitted ? grant() : undefined);
        }
        waiting.add(settle);
      });
    },

    rejectWaiting() {
      limit = Math.min(limit, initial);
      isSlowStart = true;
      for (const settle of waiting) settle(false);
    },
  };
}
