const COUNTERS = [
  'requests',
  'authorisations',
  'declines',
  'captures',
  'cancellations',
  'lapses',
  'refunds',
  'refundsFailed',
  'replays',
  'keyConflicts',
  'hung',
  'failedBefore',
  'failedAfter',
  'rateLimited',
  'webhooksDelivered',
  'webhooksRefused',
  'webhooksLost',
  'webhooksDoubled',
] as const;

/** What is counted since the start of the process. */
export type Counter = (typeof COUNTERS)[number];

/** Counters, shown by `--status`. */
export type Counters = {
  readonly add: (counter: Counter) => void;
  readonly read: () => Readonly<Record<string, number>>;
};

/** Creates the counters, all at 0. */
export function createCounters(): Counters {
  const counts = new Map<Counter, number>(COUNTERS.map((counter) => [counter, 0]));
  return {
    add: (counter) => void counts.set(counter, (counts.get(counter) ?? 0) + 1),
    read: () => Object.fromEntries(counts),
  };
}
