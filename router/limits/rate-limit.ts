import { LRUCache } from 'lru-cache';

export type RateSettings = {
  /** The sustained number of operations per second for one client. */
  readonly perSecond: number;
  /** The number of operations that a client may send at once. */
  readonly burst: number;
};

/**
 * Counts one operation of a client. Returns 0 when it is allowed, or the milliseconds until the next one is.
 */
export type RateLimit = (client: string, now: number) => number;

type Bucket = { tokens: number; at: number };

/** The number of clients tracked. A forgotten client starts with a full bucket. */
const CLIENTS = 50_000;

/** A token bucket per client: `burst` tokens, refilled at `perSecond`. */
export function createRateLimit({ perSecond, burst }: RateSettings): RateLimit {
  const buckets = new LRUCache<string, Bucket>({ max: CLIENTS });
  const perMs = perSecond / 1_000;
  return (client, now) => {
    const bucket = buckets.get(client);
    if (!bucket) {
      buckets.set(client, { tokens: burst - 1, at: now });
      return 0;
    }
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perMs);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
    bucket.tokens -= 1;
    return 0;
  };
}
