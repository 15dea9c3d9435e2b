import { section } from '../config/setting.ts';
import { count, duration, percent, positive } from '../config/setting-kinds.ts';
import type { ResilienceLimits } from './policy.ts';

/** Short, since an attempt that timed out may complete at the other side a moment later. */
const INITIAL_PAUSE_MS = 20;
const MAX_PAUSE_MS = 200;

type Defaults = {
  /** Time of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** Time of a call, with retries and waiting, in milliseconds. */
  readonly budgetMs: number;
  readonly retries: number;
  readonly inFlight: number;
};

/**
 * The settings of a resilience policy, in variables with a prefix such as `PROVIDER_TIMEOUT`.
 *
 * @param what whose calls it limits, for the documentation: `calls to the payment provider`
 */
export function policySection(prefix: string, what: string, defaults: Defaults) {
  return section({
    timeoutMs: duration.withDefault(defaults.timeoutMs, {
      env: `${prefix}_TIMEOUT`,
      description: `time of one attempt of ${what}`,
    }),
    budgetMs: duration.withDefault(defaults.budgetMs, {
      env: `${prefix}_BUDGET`,
      description: 'time of such a call with retries and waiting',
    }),
    retries: count.withDefault(defaults.retries, {
      env: `${prefix}_RETRIES`,
      description: 'retries within that time',
    }),
    inFlight: positive.withDefault(defaults.inFlight, {
      env: `${prefix}_IN_FLIGHT`,
      description: `maximum concurrent ${what}`,
    }),
    queue: count.withDefault(100, {
      env: `${prefix}_QUEUE`,
      description: 'calls that wait for a permit; more are rejected',
    }),
    failurePercent: percent.withDefault(50, {
      env: `${prefix}_FAILURE_PERCENT`,
      description: 'percentage of failed calls above which the circuit breaker opens',
    }),
    failureWindow: positive.withDefault(50, {
      env: `${prefix}_FAILURE_WINDOW`,
      description: 'number of last calls that the percentage is of',
    }),
    failureMinimum: positive.withDefault(10, {
      env: `${prefix}_FAILURE_MINIMUM`,
      description: 'number of calls before the breaker can open',
    }),
    probeIntervalMs: duration.withDefault(1_000, {
      env: `${prefix}_PROBE_INTERVAL`,
      description: 'how long the breaker stays open',
    }),
    probes: positive.withDefault(3, {
      env: `${prefix}_PROBES`,
      description: 'calls that must succeed before the breaker closes',
    }),
  });
}

type PolicySettings = Defaults & {
  readonly queue: number;
  readonly failurePercent: number;
  readonly failureWindow: number;
  readonly failureMinimum: number;
  readonly probeIntervalMs: number;
  readonly probes: number;
};

/** The limits of a policy from its settings. */
export function policyLimits(settings: PolicySettings): ResilienceLimits {
  const { timeoutMs, budgetMs, retries, inFlight, queue } = settings;
  return {
    timeoutMs,
    budgetMs,
    retry: { times: retries, initialPauseMs: INITIAL_PAUSE_MS, maxPauseMs: MAX_PAUSE_MS },
    breaker: {
      failureShare: settings.failurePercent / 100,
      window: settings.failureWindow,
      minimumCalls: settings.failureMinimum,
      probeAfterMs: settings.probeIntervalMs,
      probes: settings.probes,
    },
    bulkhead: { inFlight, queue },
  };
}
