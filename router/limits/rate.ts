import { LRUCache } from 'lru-cache';

export type RateSettings = {
  /** Operations that a client may send each second on the whole. */
  readonly perSecond: number;
  /** Operations that a client may send at once. */
  readonly burst: number;
};

/** Takes a client's turn: 0 when it may go on, else the milliseconds until it may. */
export type RateLimit = (client: string, now: number) => number;

type Bucket = { tokens: number; at: number };

/** Clients remembered; one that is forgotten begins with a full bucket. */
const CLIENTS = 50_000;

/** A token bucket for each client: `burst` at once, refilled with `perSecond`. */
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
