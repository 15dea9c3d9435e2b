import type { Env } from '../config/env.ts';
import type { GuardLimits } from './guard.ts';

/**
 * Reads a guard's limits from variables that begin with a prefix, such as `PROVIDER_TIMEOUT`:
 *
 * | variable | what it limits | when unset |
 * |---|---|---|
 * | `…_TIMEOUT` | time of one try | `defaults.timeoutMs` |
 * | `…_BUDGET` | time of a call with its retries and its waiting | `defaults.budgetMs` |
 * | `…_RETRIES` | further tries within the budget | `defaults.retries` |
 * | `…_IN_FLIGHT` | calls at one time | `defaults.inFlight` |
 * | `…_QUEUE` | calls that wait for a place | 100 |
 * | `…_FAILURE_PERCENT` | more failed calls than this open the breaker | 50 |
 * | `…_FAILURE_WINDOW` | of how many last calls | 50 |
 * | `…_FAILURE_MINIMUM` | there must be so many | 10 |
 * | `…_PROBE_INTERVAL` | how long the breaker stays open | 1s |
 * | `…_PROBES` | calls that must succeed before it closes | 3 |
 *
 * @throws ConfigError when a variable is not what it should be
 */
export function readGuardLimits(
  env: Env,
  prefix: string,
  defaults: Pick<GuardLimits, 'timeoutMs' | 'budgetMs'> & {
    readonly retries: number;
    readonly inFlight: number;
  },
): GuardLimits {
  return {
    timeoutMs: env.duration(`${prefix}_TIMEOUT`, defaults.timeoutMs),
    budgetMs: env.duration(`${prefix}_BUDGET`, defaults.budgetMs),
    retry: {
      times: env.integer(`${prefix}_RETRIES`, defaults.retries),
      pauseMs: FIRST_PAUSE_MS,
      longestPauseMs: LONGEST_PAUSE_MS,
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

/** A try that ran into its limit may be about to end at the other side: a moment later its answer is there. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 200;
