import { createFairQueue, type PlacesPerFlow } from './fair-queue.ts';

export type ConcurrencyLimitOptions = {
  /** The highest limit: how many permits may be held at one time when all goes well. */
  readonly max: number;
  /** A permit held for longer than this shows that the limit is too high, in milliseconds. */
  readonly latencyTargetMs: number;
  /** How long a caller may wait for a permit, in milliseconds. */
  readonly maxWaitMs: number;
  /** How many permits one flow, such as the requests of one customer, may hold at one time. */
  readonly perFlow: PlacesPerFlow;
};

/** Admits as many callers at a time as are served within the latency target, and queues the others. */
export type ConcurrencyLimit = {
  /**
   * Resolves with a permit: flows take turns, and the callers of one flow come in their order. Resolves with
   * undefined after `maxWaitMs`, when too many of the flow wait, or when waiting is rejected.
   */
  acquire(flow: string): Promise<Permit | undefined>;
  /** Rejects all waiting callers: what they wait for has failed. Restarts the search for the limit. */
  rejectWaiting(): void;
  /** The limit now, and how many permits are held. */
  state(): { readonly limit: number; readonly held: number };
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
/** How many callers of one flow may wait. */
const MAX_WAITING = 1_000;
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
  perFlow,
}: ConcurrencyLimitOptions): ConcurrencyLimit {
  const queue = createFairQueue({
    places: () => limit,
    placesPerFlow: perFlow,
    waitingPerFlow: MAX_WAITING,
  });
  const [min, initial] = [Math.min(MIN_LIMIT, max), Math.min(INITIAL_LIMIT, max)];
  let limit = initial;
  let isSlowStart = true;
  let held = 0;

  function grant(flow: string): Permit {
    const since = performance.now();
    held += 1;
    return {
      release(isMeasured) {
        if (isMeasured) adapt(performance.now() - since);
        held -= 1;
        queue.leave(flow);
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
    async acquire(flow) {
      return (await queue.enter(flow, maxWaitMs)) ? grant(flow) : undefined;
    },

    state: () => ({ limit: Math.floor(limit), held }),

    rejectWaiting() {
      limit = Math.min(limit, initial);
      isSlowStart = true;
      queue.rejectWaiting();
    },
  };
}
