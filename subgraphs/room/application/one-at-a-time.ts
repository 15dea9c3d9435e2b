export type OneAtATime = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/**
 * Runs tasks of the same key one after the other, in the order in which they were given; a task that fails does not
 * keep the next one from running. It holds within this process only.
 */
export function createOneAtATime(): OneAtATime {
  /** The last task of each key, over when it is settled. */
  const tails = new Map<string, Promise<void>>();

  return (key, task) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(task);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    tails.set(key, tail);
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    return result;
  };
}
