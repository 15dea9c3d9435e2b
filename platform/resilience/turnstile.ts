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
};

export type Pass = {
  /** @param isMeasured false when nothing was done inside, which says nothing of how long it takes */
  leave(isMeasured: boolean): void;
};

/** So few are let in whatever happens: who is inside alone shows when all is well again. */
const FEWEST = 8;
/** What one who took too long takes from the limit, and what as many as the limit add to it when they were quick. */
const LESS = 0.2;
const MORE = 4;

/**
 * An overloaded system that takes in all who come finishes nobody in time, and all its work is lost. This one looks at
 * how long those inside take, and lets fewer in while that is too long (additive increase and decrease, settling where
 * about a quarter of them are too slow).
 */
export function createTurnstile({ most, goalMs, waitMs }: TurnstileOptions): Turnstile {
  const waiting = new Set<() => void>();
  let limit = most;
  let inside = 0;

  function admit(): Pass {
    const since = performance.now();
    inside += 1;
    return {
      leave(isMeasured) {
        if (isMeasured) adapt(performance.now() - since);
        inside -= 1;
        for (const letIn of waiting) {
          if (inside >= limit) return;
          letIn();
        }
      },
    };
  }

  function adapt(ms: number): void {
    if (ms > goalMs) limit = Math.max(FEWEST, Math.min(limit, inside) - LESS);
    else limit = Math.min(most, limit + MORE / limit);
  }

  return {
    async enter() {
      if (inside < limit && waiting.size === 0) return admit();
      return new Promise((resolve) => {
        function letIn(): void {
          end();
          resolve(admit());
        }
        const timer = setTimeout(() => {
          end();
          resolve(undefined);
        }, waitMs);
        function end(): void {
          clearTimeout(timer);
          waiting.delete(letIn);
        }
        waiting.add(letIn);
      });
    },
  };
}
