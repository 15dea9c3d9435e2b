import type { Env } from '../config/env.ts';
import type { ResilienceLimits } from './policy.ts';

/**
 * Reads the limits of a policy from variables with a prefix, such as `PROVIDER_TIMEOUT`:
 *
 * | variable | what it limits | when unset |
 * |---|---|---|
 * | `…_TIMEOUT` | time of one attempt | `defaults.timeoutMs` |
 * | `…_BUDGET` | time of a call, with retries and waiting | `defaults.budgetMs` |
 * | `…_RETRIES` | retries within the budget | `defaults.retries` |
 * | `…_IN_FLIGHT` | concurrent calls | `defaults.inFlight` |
 * | `…_QUEUE` | calls that wait for a permit | 100 |
 * | `…_FAILURE_PERCENT` | share of failed calls above which the breaker opens | 50 |
 * | `…_FAILURE_WINDOW` | number of last calls that the share is of | 50 |
 * | `…_FAILURE_MINIMUM` | number of calls before the breaker can open | 10 |
 * | `…_PROBE_INTERVAL` | how long the breaker stays open | 1s |
 * | `…_PROBES` | calls that must succeed before the breaker closes | 3 |
 *
 * @throws ConfigError when a variable has an invalid value
 */
export function readResilienceLimits(
  env: Env,
  prefix: string,
  defaults: Pick<ResilienceLimits, 'timeoutMs' | 'budgetMs'> & {
    readonly retries: number;
    readonly inFlight: number;
  },
): ResilienceLimits {
  return {
    timeoutMs: env.duration(`${prefix}_TIMEOUT`, defaults.timeoutMs),
    budgetMs: env.duration(`${prefix}_BUDGET`, defaults.budgetMs),
    retry: {
      times: env.integer(`${prefix}_RETRIES`, defaults.retries),
      initialPauseMs: INITIAL_PAUSE_MS,
      maxPauseMs: MAX_PAUSE_MS,
    },
    breaker: {
      failureShare: env.integer(`${prefix}_FAILURE_PERCENT`, 50) / 100,
      window: env.integer(`${prefix}_FAILURE_WINDOW`, 50),
      minimumCalls: env.integer(`${prefix}_FAILURE_MINIMUM`, 10),
      probeAfterMs: env.duration(`${prefix}_PROBE_INTERVAL`, 1_000),
      probes: env.integer(`${prefix}_PROBES`, 3),
    },
    bulkhead: {
      inFlight: env.integer(`${prefix}_IN_FLIGHT`, defaults.inFlight),
      queue: env.integer(`${prefix}_QUEUE`, 100),
    },
  };
}

/** Short, since an attempt that timed out may complete at the other side a moment later. */
const INITIAL_PAUSE_MS = 20;
const MAX_PAUSE_MS = 200;
