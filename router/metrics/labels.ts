/** Histogram buckets from 1 ms to the default timeout of an operation, in seconds. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Caches what is created for label values, so that recording is fast. The label values must be bounded. */
export function cachedByLabels<Labels extends readonly string[], Child>(
  make: (...labels: Labels) => Child,
): (...labels: Labels) => Child {
  const cache = new Map<string, Child>();
  return (...labels) => {
    const key = labels.join('\n');
    const cached = cache.get(key);
    if (cached) return cached;
    const created = make(...labels);
    cache.set(key, created);
    return created;
  };
}
