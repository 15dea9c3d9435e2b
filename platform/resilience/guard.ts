import {
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Logger } from '../telemetry/logger.ts';

/** How much of another system's trouble is borne. All times in milliseconds. */
export type GuardLimits = {
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** How long the whole call may take: waiting for a place, all tries and the pauses between them. */
  readonly budgetMs: number;
  readonly retry: {
    /** How many more tries a call may have while its budget lasts. */
    readonly times: number;
    /** The first pause; later ones are longer. */
    readonly pauseMs: number;
    readonly longestPauseMs: number;
  };
  readonly breaker: {
    /** It opens when more than this share, between 0 and 1, of the last `window` calls failed, */
    readonly failureShare: number;
    readonly window: number;
    /** and there were at least so many. */
    readonly minimumCalls: number;
    /** How long it stays open before probes are let through. */
    readonly probeAfterMs: number;
    /** So many calls are let through then: it closes when all succeed, and opens again when one fails. */
    readonly probes: number;
  };
  readonly bulkhead: {
    /** Calls at one time. */
    readonly inFlight: number;
    /** Calls that wait for a place; more are turned away. */
    readonly queue: number;
  };
};

export type GuardOptions = GuardLimits & {
  /** What is called, for the log. */
  readonly name: string;
  readonly log: Logger;
};

/** A call to the other system that does no harm when it is made twice. Its expected failures are values. */
export type GuardedCall<Answer> = {
  /** Makes one try. Nobody waits for it any more once the signal aborts. */
  readonly attempt: (signal: AbortSignal) => Promise<Answer>;
  /** What an answer says of the other system. */
  readonly judge: (answer: Answer) => Verdict;
  /** Ends the call before its budget does, as if that were used up. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * - `well`: it works, whatever it said
 * - `try-again`: it is in trouble that may be over in a moment; the call is tried again
 * - `failing`: it is in trouble, and asking again at once would not help
 */
export type Verdict = 'well' | 'try-again' | 'failing';

export type Guarded<Answer> =
  /** What the last try gave; a failure when the tries or the time are used up. */
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** There was at least one try, and the last one gave nothing in time. */
  | { readonly kind: 'timed-out' }
  /** No try was made. */
  | { readonly kind: 'turned-away' };

/** Stands before another system: keeps it from being overrun, and its callers from waiting for it in vain. */
export type Guard = {
  /**
   * How many calls would be let through at this moment: 0 while the breaker is open or all places are taken. Ask before
   * work that would be in vain.
   */
  places(): number;
  /** When a caller who was turned away may try again: whole seconds until the breaker's next probe, at least 1. */
  retryAfterSeconds(): number;
  /** Makes a call. What the attempt throws is thrown on at once, and counts as no failure of the other system. */
  run<Answer>(call: GuardedCall<Answer>): Promise<Guarded<Answer>>;
};

/** So many calls at one time are let through in any case once the breaker is closed. */
const FEWEST_ADMITTED = 20;
/** By how much that number grows with each call that goes well: by a tenth in the time that a call takes. */
const MORE_AFTER_SUCCESS = 0.1;

/**
 * Builds a guard from the outside in: circuit breaker, time for the whole call, bulkhead, retries, time for each try.
 * So the breaker counts how calls end and not how single tries do: what succeeds on a retry succeeded. After it was open
 * it lets half as many calls through as were in flight when it opened, and then more with each success.
 */
export function createGuard({ name, log, ...limits }: GuardOptions): Guard {
  const { probes, probeAfterMs } = limits.breaker;
  const { inFlight: mostInFlight } = limits.bulkhead;
  let openedAt = 0;
  let isProbing = false;
  let admittedProbes = 0;
  /** How many calls are let through at one time; fewer than the bulkhead holds after the breaker has opened. */
  let admitted = mostInFlight;

  const breaker = circuitBreaker(
    handleWhenResult((result) => verdictIn(result) !== 'well')
      .orType(TaskCancelledError)
      .orType(BulkheadRejectedError),
    {
      halfOpenAfter: probeAfterMs,
      halfOpenSampling: { calls: probes, threshold: 0 },
      breaker: new CountBreaker({
        threshold: limits.breaker.failureShare,
        size: limits.breaker.window,
        minimumNumberOfCalls: limits.breaker.minimumCalls,
      }),
    },
  );
  const places = bulkhead(limits.bulkhead.inFlight, limits.bulkhead.queue);
  const retries = retry(
    handleWhenResult((result) => verdictIn(result) === 'try-again').orType(TaskCancelledError),
    {
      maxAttempts: limits.retry.times,
      backoff: new ExponentialBackoff({
        initialDelay: limits.retry.pauseMs,
        maxDelay: limits.retry.longestPauseMs,
      }),
    },
  );
  const limit = (ms: number) => timeout(ms, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  const policy = wrap(breaker, limit(limits.budgetMs), places, retries, limit(limits.timeoutMs));

  breaker.onBreak(() => {
    openedAt = Date.now();
    // All at once would only bring it down again: an overload ends when fewer come. A failed probe says nothing of that.
    if (!isProbing) admitted = Math.min(admitted, Math.max(FEWEST_ADMITTED, callsInFlight() / 2));
    isProbing = false;
    log.warn({ guard: name, probeAfterMs }, 'circuit opened: calls are turned away');
  });
  breaker.onHalfOpen(() => {
    isProbing = true;
    admittedProbes = 0;
  });
  breaker.onReset(() => {
    isProbing = false;
    log.info({ guard: name }, 'circuit closed: calls go through again');
  });

  const callsInFlight = () => mostInFlight - places.executionSlots;
  const msUntilProbe = () =>
    breaker.state === CircuitState.Open ? Math.max(0, openedAt + probeAfterMs - Date.now()) : 0;

  function freePlaces(): number {
    switch (breaker.state) {
      case CircuitState.Closed:
        if (admitted < mostInFlight) return Math.max(0, Math.floor(admitted) - callsInFlight());
        return places.executionSlots + places.queueSlots;
      case CircuitState.Open:
        return msUntilProbe() > 0 ? 0 : probes;
      case CircuitState.HalfOpen:
        return Math.max(0, probes - admittedProbes);
      case CircuitState.Isolated:
        return 0;
    }
  }

  return {
    places: freePlaces,
    retryAfterSeconds: () => Math.max(1, Math.ceil(msUntilProbe() / 1_000)),

    async run({ attempt, judge, signal: end }) {
      // The library lets callers wait for the verdict of the probes; ours are told to come again. A full bulkhead is
      // left to the library, since the breaker counts it.
      const isLimited = breaker.state !== CircuitState.Closed || admitted < mostInFlight;
      if (isLimited && freePlaces() === 0) return { kind: 'turned-away' };
      let hasBegun = false;
      const running = policy.execute(async ({ signal }) => {
        // The budget may have ended while the pause before this try went on.
        if (signal.aborted) throw new TaskCancelledError();
        hasBegun = true;
        const answer = await attempt(signal);
        return { answer, verdict: judge(answer) };
      }, end);
      if (breaker.state === CircuitState.HalfOpen) admittedProbes += 1;
      try {
        const { answer, verdict } = await running;
        if (verdict === 'well') admitted = Math.min(mostInFlight, admitted + MORE_AFTER_SUCCESS);
        return { kind: 'answered', answer };
      } catch (error) {
        if (error instanceof BulkheadRejectedError) return { kind: 'turned-away' };
        if (error instanceof TaskCancelledError) return { kind: hasBegun ? 'timed-out' : 'turned-away' };
        throw error;
      }
    },
  };
}

/** What the calls above give the policies to judge. */
function verdictIn(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'verdict' in result ? result.verdict : undefined;
}
