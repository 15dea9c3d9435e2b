import { setTimeout as delay } from 'node:timers/promises';

export type GroupCommitOptions<Item> = {
  /** Stores items in one atomic step. */
  readonly commit: (items: readonly Item[]) => Promise<void>;
  /** Whether a commit failed because of an outage of the database, which fails all items alike. */
  readonly isOutage: (error: unknown) => Promise<boolean>;
  /** How long an item waits for others that share its commit, in milliseconds. */
  readonly waitMs: number;
};

type Waiting<Item> = { readonly item: Item; readonly done: PromiseWithResolvers<void> };

/**
 * Stores items in groups, which costs little more than storing one (ADR 0011). Returns a function that
 * resolves when its item is stored. When a group cannot be stored, each of its items is tried alone, so that
 * one that cannot be stored fails none of the others.
 */
export function createGroupCommit<Item>({
  commit,
  isOutage,
  waitMs,
}: GroupCommitOptions<Item>): (item: Item) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      await delay(waitMs);
      const group = waiting;
      waiting = [];
      await commitGroup(group);
    }
    isRunning = false;
  }

  async function commitGroup(group: readonly Waiting<Item>[]): Promise<void> {
    try {
      await commit(group.map(({ item }) => item));
      for (const { done } of group) done.resolve();
    } catch (error) {
      if (group.length === 1 || (await isOutage(error))) for (const { done } of group) done.reject(error);
      else for (const each of group) await commitGroup([each]);
    }
  }

  return (item) => {
    const done = Promise.withResolvers<void>();
    waiting.push({ item, done });
    if (!isRunning) void run();
    return done.promise;
  };
}
