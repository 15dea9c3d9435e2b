export type TurnstileOptions = {
  /** How many may be inside at one time when all goes well. */
  readonly most: number;
  /** Who is inside for longer tells that there are too many, in milliseconds. */
  readonly goalMs: number;
  /** How long one may wait to be let in, in milliseconds. */
  readonly waitMs: number;
};

/** Lets in as many as can be served in good time, and has the others wait a while outside, where they hold nothing. */
export type Turnstile = {
  /** Undefined when the waiting was in vain. */
  enter(): Promise<Pass | undefined>;
  /** Sends away who waits: what is inside has failed, and they would wait in vain. */
  sendAway(): void;
};

export type Pass = {
  /** @param isMeasured false when nothing was done inside, which says nothing of how long it takes */
  leave(isMeasured: boolean): void;
};

/** So few are let in whatever happens: who is inside alone shows when all is well again. */
const FEWEST = 16;
/** So many are let in at first. */
const FIRST = 32;
/** What one who took too long takes from the limit, and what as many as the limit add to it when they were quick. */
const LESS = 0.4;
const MORE = 8;

/**
 * An overloaded system that takes in all who come finishes nobody in time, and all its work is lost. This one looks at
 * how long those inside take. It begins with few and lets in twice as many each time while they are quick (slow start);
 * after the first who was not, it lets in a few more while they are quick and fewer when they are not (additive increase
 * and decrease, settling where about a quarter of them are too slow). What is not used up does not grow.
 */
export function createTurnstile({ most, goalMs, waitMs }: TurnstileOptions): Turnstile {
  const waiting = new Set<(isLetIn: boolean) => void>();
  const [fewest, first] = [Math.min(FEWEST, most), Math.min(FIRST, most)];
  let limit = first;
  let isStarting = true;
  let inside = 0;

  function admit(): Pass {
    const since = performance.now();
    inside += 1;
    return {
      leave(isMeasured) {
        if (isMeasured) adapt(performance.now() - since);
        inside -= 1;
        for (const end of waiting) {
          if (inside >= limit) return;
          end(true);
        }
      },
    };
  }

  function adapt(ms: number): void {
    if (ms > goalMs) {
      isStarting = false;
      limit = Math.max(fewest, Math.min(limit, inside) - LESS);
    } else if (inside > limit / 2) {
      limit = Math.min(most, limit + (isStarting ? 1 : MORE / limit));
    }
  }

  return {
    async enter() {
      if (inside < limit && waiting.size === 0) return admit();
      return new Promise((resolve) => {
        const timer = setTimeout(() => end(false), waitMs);
        function end(isLetIn: boolean): void {
          clearTimeout(timer);
          waiting.delete(end);
          resolve(isLetIn ? admit() : undefined);
        }
        waiting.add(end);
      });
    },

    sendAway() {
      limit = Math.min(limit, first);
      isStarting = true;
      for (const end of waiting) end(false);
    },
  };
}
