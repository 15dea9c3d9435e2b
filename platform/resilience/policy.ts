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

/** The limits of calls to another system. All times in milliseconds. */
export type ResilienceLimits = {
  /** The time limit of one attempt. */
  readonly timeoutMs: number;
  /** The time limit of the whole call: waiting for a permit, all attempts and the pauses between them. */
  readonly budgetMs: number;
  readonly retry: {
    /** The highest number of retries within the budget. */
    readonly times: number;
    /** The first pause; the pauses grow exponentially up to the longest one. */
    readonly initialPauseMs: number;
    readonly maxPauseMs: number;
  };
  readonly breaker: {
    /** The breaker opens when more than this share (0 to 1) of the last `window` calls failed. */
    readonly failureShare: number;
    readonly window: number;
    /** The breaker stays closed before it has seen this number of calls. */
    readonly minimumCalls: number;
    /** How long the breaker stays open before it is half open and permits probes. */
    readonly probeAfterMs: number;
    /** The number of probes: the breaker closes when all succeed, and opens again when one fails. */
    readonly probes: number;
  };
  readonly bulkhead: {
    /** The number of concurrent calls. */
    readonly inFlight: number;
    /** The number of calls that may wait for a permit; further ones are rejected. */
    readonly queue: number;
  };
};

export type ResiliencePolicyOptions = ResilienceLimits & {
  /** The name of the other system, for the log. */
  readonly name: string;
  readonly log: Logger;
};

/** An idempotent call to the other system. Its expected failures are values. */
export type PolicyCall<Answer> = {
  /** Makes one attempt, whose result is ignored after the signal aborts. */
  readonly attempt: (signal: AbortSignal) => Promise<Answer>;
  /** Classifies an answer by what it shows about the other system. */
  readonly classify: (answer: Answer) => Verdict;
  /** Ends the call early, as if its budget were used up. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * - `ok`: the other system works, whatever it answered
 * - `retryable`: it fails, perhaps for a moment only; the call is retried
 * - `failing`: it fails, and a retry would not help
 */
export type Verdict = 'ok' | 'retryable' | 'failing';

export type PolicyResult<Answer> =
  /** The answer of the last attempt. It is a failure when the retries or the budget are used up. */
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** At least one attempt was made, and the last one gave no answer in time. */
  | { readonly kind: 'timed-out' }
  /** No attempt was made. */
  | { readonly kind: 'rejected' };

/** Protects another system from overload, and its callers from waiting for a system that fails. */
export type ResiliencePolicy = {
  /**
   * The number of calls that would be permitted now: 0 while the breaker is open or all permits are in use.
   * Check it before work that is useless without the call.
   */
  availablePermits(): number;
  /** What it shows of the other system now. */
  state(): { readonly breaker: 'closed' | 'half-open' | 'open'; readonly inFlight: number };
  /** When a rejected caller may retry: whole seconds until the breaker permits probes, at least 1. */
  retryAfterSeconds(): number;
  /**
   * Makes a call. An error that the attempt throws is rethrown without a retry, and is not counted as a
   * failure.
   */
  run<Answer>(call: PolicyCall<Answer>): Promise<PolicyResult<Answer>>;
};

const BREAKER_STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
} as const;

/** The lowest limit of concurrent calls after the breaker has closed. */
const MIN_LIMIT = 20;
/** What each successful call adds to the limit: a round of calls raises it by a tenth. */
const INCREASE = 0.1;

/**
 * Wraps calls, from the outside in, with a circuit breaker, a time limit for the call, a bulkhead, retries,
 * and a time limit for each attempt. So the breaker counts calls and not attempts: a call that succeeds on a
 * retry is a success. After the breaker closes, the limit of concurrent calls is half the number that was in
 * flight when it opened, and each success raises it.
 */
export function createResiliencePolicy({ name, log, ...limits }: ResiliencePolicyOptions): ResiliencePolicy {
  const { probes, probeAfterMs } = limits.breaker;
  const { inFlight: maxInFlight } = limits.bulkhead;
  let openedAt = 0;
  let isProbing = false;
  let admittedProbes = 0;
  /** The limit of concurrent calls: the bulkhead's, or a lower one after the breaker has opened. */
  let limit = maxInFlight;

  const breaker = circuitBreaker(
    handleWhenResult((result) => verdictIn(result) !== 'ok')
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
  const slots = bulkhead(limits.bulkhead.inFlight, limits.bulkhead.queue);
  const retries = retry(
    handleWhenResult((result) => verdictIn(result) === 'retryable').orType(TaskCancelledError),
    {
      maxAttempts: limits.retry.times,
      backoff: new ExponentialBackoff({
        initialDelay: limits.retry.initialPauseMs,
        maxDelay: limits.retry.maxPauseMs,
      }),
    },
  );
  const timeLimit = (ms: number) =>
    timeout(ms, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  const wrapped = wrap(breaker, timeLimit(limits.budgetMs), slots, retries, timeLimit(limits.timeoutMs));

  breaker.onBreak(() => {
    openedAt = Date.now();
    // All calls at once would cause the next overload. A failed probe does not show the load.
    if (!isProbing) limit = Math.min(limit, Math.max(MIN_LIMIT, callsInFlight() / 2));
    isProbing = false;
    log.warn({ policy: name, probeAfterMs }, 'circuit breaker opened: calls are rejected');
  });
  breaker.onHalfOpen(() => {
    isProbing = true;
    admittedProbes = 0;
  });
  breaker.onReset(() => {
    isProbing = false;
    log.info({ policy: name }, 'circuit breaker closed: calls are permitted again');
  });

  const callsInFlight = () => maxInFlight - slots.executionSlots;
  const msUntilProbe = () =>
    breaker.state === CircuitState.Open ? Math.max(0, openedAt + probeAfterMs - Date.now()) : 0;

  function availablePermits(): number {
    switch (breaker.state) {
      case CircuitState.Closed:
        if (limit < maxInFlight) return Math.max(0, Math.floor(limit) - callsInFlight());
        return slots.executionSlots + slots.queueSlots;
      case CircuitState.Open:
        return msUntilProbe() > 0 ? 0 : probes;
      case CircuitState.HalfOpen:
        return Math.max(0, probes - admittedProbes);
      case CircuitState.Isolated:
        return 0;
    }
  }

  return {
    availablePermits,
    state: () => ({ breaker: BREAKER_STATES[breaker.state], inFlight: callsInFlight() }),
    retryAfterSeconds: () => Math.max(1, Math.ceil(msUntilProbe() / 1_000)),

    async run({ attempt, classify, signal: end }) {
      // The library would queue callers until the probes have ended; here they are rejected. A full bulkhead
      // is left to the library, because the breaker counts it.
      const isLimited = breaker.state !== CircuitState.Closed || limit < maxInFlight;
      if (isLimited && availablePermits() === 0) return { kind: 'rejected' };
      let hasBegun = false;
      const running = wrapped.execute(async ({ signal }) => {
        // The budget may have ended during the pause before this attempt.
        if (signal.aborted) throw new TaskCancelledError();
        hasBegun = true;
        const answer = await attempt(signal);
        return { answer, verdict: classify(answer) };
      }, end);
      if (breaker.state === CircuitState.HalfOpen) admittedProbes += 1;
      try {
        const { answer, verdict } = await running;
        if (verdict === 'ok') limit = Math.min(maxInFlight, limit + INCREASE);
        return { kind: 'answered', answer };
      } catch (error) {
        if (error instanceof BulkheadRejectedError) return { kind: 'rejected' };
        if (error instanceof TaskCancelledError) return { kind: hasBegun ? 'timed-out' : 'rejected' };
        throw error;
      }
    },
  };
}

/** The verdict in a result of `execute`, which the library types as unknown. */
function verdictIn(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'verdict' in result ? result.verdict : undefined;
}
