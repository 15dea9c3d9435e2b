/**
 * Creates a token bucket that allows `perSecond` requests in each second and refuses the rest; it holds one
 * second's worth. `perSecond` may change between calls; 0 means no limit. `now` returns milliseconds.
 */
export function createRateLimit(now: () => number): (perSecond: number) => boolean {
  let tokens = 0;
  let limit = 0;
  let at = now();
  return (perSecond) => {
    if (perSecond === 0) return true;
    if (perSecond !== limit) {
      limit = perSecond;
      tokens = perSecond;
      at = now();
    }
    tokens = Math.min(limit, tokens + ((now() - at) * limit) / 1000);
    at = now();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
