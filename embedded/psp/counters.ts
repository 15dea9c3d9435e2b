/** What is counted since the start of the process. */
export type Counter =
  | 'requests'
  | 'authorisations'
  | 'declines'
  | 'captures'
  | 'cancellations'
  | 'lapses'
  | 'refunds'
  | 'refundsFailed'
  | 'replays'
  | 'keyConflicts'
  | 'hung'
  | 'failedBefore'
  | 'failedAfter'
  | 'rateLimited'
  | 'webhooksDelivered'
  | 'webhooksRefused'
  | 'webhooksLost'
  | 'webhooksDoubled';

/** Counters, shown by `--status`. */
export type Counters = {
  readonly add: (counter: Counter) => void;
  readonly read: () => Readonly<Record<Counter, number>>;
};

/** Creates the counters, all at 0. */
export function createCounters(): Counters {
  const counts: Record<Counter, number> = {
    requests: 0,
    authorisations: 0,
    declines: 0,
    captures: 0,
    cancellations: 0,
    lapses: 0,
    refunds: 0,
    refundsFailed: 0,
    replays: 0,
    keyConflicts: 0,
    hung: 0,
    failedBefore: 0,
    failedAfter: 0,
    rateLimited: 0,
    webhooksDelivered: 0,
    webhooksRefused: 0,
    webhooksLost: 0,
    webhooksDoubled: 0,
  };
  return {
    add: (counter) => {
      counts[counter] += 1;
    },
    read: () => ({ ...counts }),
  };
}
