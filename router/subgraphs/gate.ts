export type BreakerLimits = {
  /** It opens when at least this share, between 0 and 1, of the last `window` requests failed, */
  readonly failureShare: number;
  readonly window: number;
  /** and there were at least so many. */
  readonly minimumRequests: number;
  /** Milliseconds that it stays open before one request is let through to probe. */
  readonly probeAfterMs: number;
};

export type GateState = 'closed' | 'open' | 'half-open';

/** Stands before a subgraph: a bulkhead and a circuit breaker. */
export type Gate = {
  /** Undefined when the request may be sent, else why not. Whoever was let in must `leave`. */
  enter(): string | undefined;
  /** `unknown`: nobody waited for the end of it. */
  leave(result: 'well' | 'failed' | 'unknown'): void;
};

export type GateDeps = {
  readonly limits: BreakerLimits;
  /** Requests that may be in flight at one time. */
  readonly inFlight: number;
  readonly onState: (state: GateState) => void;
  /** Milliseconds on a clock that only goes forward. */
  readonly now?: () => number;
};

const TOO_MANY = 'too many requests wait for it';
const TOO_MANY_FAILED = 'too many requests to it have failed';

/**
 * The same protection as `platform/resilience` gives, without its retries and queue. It is passed several times in every
 * operation, so it is only counters: no promise, timer or signal.
 */
export function createGate({
  limits,
  inFlight: most,
  onState,
  now = () => performance.now(),
}: GateDeps): Gate {
  const results = new Uint8Array(limits.window);
  let next = 0;
  let seen = 0;
  let failed = 0;
  let inFlight = 0;
  let state: GateState = 'closed';
  let openedAt = 0;

  function change(to: GateState): void {
    state = to;
    onState(to);
  }

  function open(): void {
    openedAt = now();
    change('open');
  }

  function close(): void {
    results.fill(0);
    seen = 0;
    failed = 0;
    change('closed');
  }

  function count(failure: 0 | 1): void {
    failed += failure - (results[next] ?? 0);
    results[next] = failure;
    next = (next + 1) % limits.window;
    if (seen < limits.window) seen += 1;
    if (seen >= limits.minimumRequests && failed >= limits.failureShare * seen && failure === 1) open();
  }

  return {
    enter() {
      if (inFlight >= most) return TOO_MANY;
      if (state !== 'closed') {
        // While the probe is on its way nobody else is let through.
        if (state === 'half-open' || now() - openedAt < limits.probeAfterMs) return TOO_MANY_FAILED;
        change('half-open');
      }
      inFlight += 1;
      return undefined;
    },
    leave(result) {
      inFlight -= 1;
      if (state === 'closed') {
        if (result !== 'unknown') count(result === 'failed' ? 1 : 0);
      } else if (state === 'half-open') {
        if (result === 'well') close();
        else if (result === 'failed') open();
        // The probe was given up by its asker: the next request is one.
        else change('open');
      }
    },
  };
}
