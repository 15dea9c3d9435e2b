/** Buckets from a millisecond to the longest that an operation may take, as a rule. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Makes what belongs to some labels once, so that recording finds it ready. The labels must be bounded. */
export function remembered<Labels extends readonly string[], Child>(
  make: (...labels: Labels) => Child,
): (...labels: Labels) => Child {
  const known = new Map<string, Child>();
  return (...labels) => {
    const key = labels.join('\n');
    const before = known.get(key);
    if (before) return before;
    const fresh = make(...labels);
    known.set(key, fresh);
    return fresh;
  };
}
