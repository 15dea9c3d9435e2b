export type KeyedMutex = {
  /**
   * Runs a task after all earlier tasks of the same key, also after those that failed, and returns its
   * result.
   */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** Waits for all tasks, running or queued. */
  idle(): Promise<void>;
};

const UNLOCKED = Promise.resolve();

/** Serialises the tasks of each key, in the order of their arrival, within this process. */
export function createKeyedMutex(): KeyedMutex {
  /** The last task of each key that has one. */
  const tails = new Map<string, Promise<unknown>>();

  return {
    run(key, task) {
      const result = (tails.get(key) ?? UNLOCKED).then(task, task);
      function release(): void {
        if (tails.get(key) === result) tails.delete(key);
      }
      tails.set(key, result);
      result.then(release, release);
      return result;
    },

    async idle() {
      await Promise.allSettled(tails.values());
    },
  };
}
