/** What happens to changes that a slow subscriber does not read in time. */
export type SlowPolicy =
  /** Keep only the last change of each aggregate. */
  | 'LATEST'
  /** Drop nothing: end the subscription, which the client resumes after its last cursor. */
  | 'DISCONNECT';

export const SLOW_POLICIES: readonly SlowPolicy[] = ['LATEST', 'DISCONNECT'];

/** Whether an item was added, replaced an older one, or did not fit. */
export type Pushed = 'added' | 'coalesced' | 'full';

/** Undelivered items in order. */
export type Backlog<T> = {
  push(item: T, aggregate: string): Pushed;
  /**
   * Adds items that do not count towards the capacity and are never replaced: snapshots and missed events.
   */
  preload(items: Iterable<T>): void;
  items(): Iterable<T>;
  shift(): T | undefined;
};

export type BacklogOptions = {
  /** Maximum number of pushed items; not used with LATEST. */
  readonly capacity: number;
  readonly policy: SlowPolicy;
};

/**
 * A queue for one subscriber that does not keep up. With LATEST its length is at most the number of
 * aggregates.
 */
export function createBacklog<T>({ capacity, policy }: BacklogOptions): Backlog<T> {
  // Items that can be replaced have their aggregate as key, others a number, which is negative when
  // preloaded.
  const queue = new Map<string | number, T>();
  let added = 0;
  let preloaded = 0;

  return {
    push(item, aggregate) {
      if (policy === 'LATEST') {
        const pushed = queue.delete(aggregate) ? 'coalesced' : 'added';
        queue.set(aggregate, item);
        return pushed;
      }
      if (queue.size - preloaded >= capacity) return 'full';
      added += 1;
      queue.set(added, item);
      return 'added';
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
