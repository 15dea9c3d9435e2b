export type BreakerLimits = {
  /** The breaker opens when at least this share, between 0 and 1, of the last `window` requests failed. */
  readonly failureShare: number;
  readonly window: number;
  /** The minimum number of requests in the window before it opens. */
  readonly minimumRequests: number;
  /** Milliseconds in the open state before one request may probe. */
  readonly probeAfterMs: number;
};

export type BreakerState = 'closed' | 'open' | 'half-open';

/** A circuit breaker for one subgraph. */
export type CircuitBreaker = {
  /**
   * Undefined when the request may be sent, or the reason why not. Each admitted request must be released.
   */
  acquire(): string | undefined;
  /** `unknown`: the caller left before the result. */
  release(result: 'ok' | 'failed' | 'unknown'): void;
};

export type CircuitBreakerDeps = {
  readonly limits: BreakerLimits;
  readonly onState: (state: BreakerState) => void;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
};

const TOO_MANY_FAILED = 'too many requests have failed';

/**
 * Counts failures in a ring buffer. Every operation passes it several times, so it creates no promise, timer
 * or signal: docs/adr/0020-two-circuit-breakers.md.
 */
export function createCircuitBreaker({
  limits,
  onState,
  now = () => performance.now(),
}: CircuitBreakerDeps): CircuitBreaker {
  const failures = new Uint8Array(limits.window);
  let next = 0;
  let seen = 0;
  let failed = 0;
  let state: BreakerState = 'closed';
  let openedAt = 0;

  function change(to: BreakerState): void {
    state = to;
    onState(to);
  }

  function open(): void {
    openedAt = now();
    change('open');
  }

  function close(): void {
    failures.fill(0);
    seen = 0;
    failed = 0;
    change('closed');
  }

  function count(failure: 0 | 1): void {
    failed += failure - (failures[next] ?? 0);
    failures[next] = failure;
    next = (next + 1) % limits.window;
    if (seen < limits.window) seen += 1;
    if (seen >= limits.minimumRequests && failed >= limits.failureShare * seen && failure === 1) open();
  }

  return {
    acquire() {
      if (state !== 'closed') {
        // Only the probe is in flight while the breaker is half open.
        if (state === 'half-open' || now() - openedAt < limits.probeAfterMs) return TOO_MANY_FAILED;
        change('half-open');
      }
      return undefined;
    },
    release(result) {
      if (state === 'closed') {
        if (result !== 'unknown') count(result === 'failed' ? 1 : 0);
      } else if (state === 'half-open') {
        if (result === 'ok') close();
        else if (result === 'failed') open();
        // The probe was abandoned: the next request becomes the probe.
        else change('open');
      }
    },
  };
}
