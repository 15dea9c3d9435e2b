import { setTimeout as delay } from 'node:timers/promises';

export type BatchOptions = {
  /**
   * How long a batch waits for more items, in milliseconds; not at all when left out. After a batch that
   * has waited for nothing, the next ones do not wait until one has several items again: items that come one
   * after the other, each when the one before is done, are not slowed down.
   */
  readonly waitMs?: number;
  /** Whether a batch failed because of an outage, which fails all its items alike: none is handled alone. */
  readonly isOutage?: (error: unknown) => Promise<boolean>;
};

/**
 * Collects items while a batch of earlier ones is being handled, and hands them over as the next batch. So
 * the cost of a transaction is shared by what arrives at the same time, and a single item waits for nobody.
 *
 * When a batch of several items fails, each is handled alone: what is wrong with one does not stop the
 * others.
 *
 * @param most items of a batch
 * @returns a function that resolves when its item was handled, and rejects when it failed
 */
export function createBatches<Item>(
  most: number,
  handle: (items: readonly Item[]) => Promise<void>,
  { waitMs = 0, isOutage = async () => false }: BatchOptions = {},
): (item: Item) => Promise<void> {
  type Waiting = { readonly item: Item; readonly done: PromiseWithResolvers<void> };
  let waiting: Waiting[] = [];
  let isRunning = false;
  let isWorthWaiting = true;

  async function handleAll(batch: readonly Waiting[]): Promise<void> {
    try {
      await handle(batch.map(({ item }) => item));
      for (const { done } of batch) done.resolve();
    } catch (error) {
      if (batch.length === 1 || (await isOutage(error))) for (const { done } of batch) done.reject(error);
      else for (const each of batch) await handleAll([each]);
    }
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      if (waitMs > 0 && isWorthWaiting) await delay(waitMs);
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      isWorthWaiting = batch.length > 1;
      await handleAll(batch);
    }
    isRunning = false;
  }

  return (item) => {
    const done = Promise.withResolvers<void>();
    waiting.push({ item, done });
    if (!isRunning) void run();
    return done.promise;
  };
}
