/** What becomes of the changes that a slow subscriber cannot take. */
export type SlowPolicy =
  /** Keep only the last one of each aggregate. */
  | 'LATEST'
  /** Drop none: end the subscription, which the client resumes behind its last cursor. */
  | 'DISCONNECT';

export const SLOW_POLICIES: readonly SlowPolicy[] = ['LATEST', 'DISCONNECT'];

/** Whether an item was taken, took the place of an older one, or found no place. */
export type Pushed = 'taken' | 'coalesced' | 'full';

/** Items in the order in which they go out. */
export type Waiting<T> = {
  push(item: T, aggregate: string): Pushed;
  /** Adds items that no limit holds for and nothing takes the place of: snapshots and what was missed. */
  preload(items: Iterable<T>): void;
  items(): Iterable<T>;
  shift(): T | undefined;
};

export type WaitingOptions = {
  /** How many pushed items may wait; of no matter with LATEST. */
  readonly capacity: number;
  readonly policy: SlowPolicy;
};

/** A queue for one subscriber that does not keep up. With LATEST it is as long as there are aggregates, at most. */
export function createWaiting<T>({ capacity, policy }: WaitingOptions): Waiting<T> {
  // Under their aggregate where they are to be found again, else under a number: below zero when preloaded.
  const queue = new Map<string | number, T>();
  let added = 0;
  let preloaded = 0;

  return {
    push(item, aggregate) {
      if (policy === 'LATEST') {
        const pushed = queue.delete(aggregate) ? 'coalesced' : 'taken';
        queue.set(aggregate, item);
        return pushed;
      }
      if (queue.size - preloaded >= capacity) return 'full';
      added += 1;
      queue.set(added, item);
      return 'taken';
    },
    preload(items) {
      for (const item of items) {
        added += 1;
        preloaded += 1;
        queue.set(-added, item);
      }
    },
    items: () => queue.values(),
    shift() {
      const first = queue.entries().next();
      if (first.done) return undefined;
      const [key, item] = first.value;
      queue.delete(key);
      if (typeof key === 'number' && key < 0) preloaded -= 1;
      return item;
    },
  };
}
