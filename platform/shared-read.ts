import { setImmediate as nextTurn } from 'node:timers/promises';
import DataLoader from 'dataloader';
import { outsideOperations, readForOperation } from './operations/operation.ts';

/** Keys of one read of the store. */
const BATCH = 100;

/**
 * Reads values by their keys, of those that are there. What is asked for in one turn of the event loop, by
 * whatever requests, is one read of the store: most of what a small one costs is its round trip, and people
 * who look at the same page ask for the same. Nothing is kept, so that nobody sees what was before they
 * asked. Requests share the values, which must not be changed.
 *
 * @param find reads several keys, for no operation, and in the span of who has asked first
 * @param sizeOf the number of rows or documents that a value takes
 */
export function createSharedRead<Value>(
  find: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  sizeOf: (value: Value) => number = () => 1,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>> {
  const loader = new DataLoader<string, Value | undefined>(
    async (keys) => {
      const found = await find(keys);
      return keys.map((key) => found.get(key));
    },
    {
      maxBatchSize: BATCH,
      batchScheduleFn(send) {
        const read = () => {
          // Whoever asks from now on reads anew.
          loader.clearAll();
          send();
        };
        outsideOperations(() => setImmediate(read));
      },
    },
  );

  async function readAll(keys: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    const values = await Promise.all(keys.map((key) => loader.load(key)));
    return new Map(
      keys.flatMap((key, index) => {
        const value = values[index];
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  return (keys) =>
    readForOperation(
      () => readAll(keys),
      (found) => [...found.values()].reduce((sum, value) => sum + sizeOf(value), 0),
    );
}

/**
 * Reads a result by its arguments, as `createSharedRead` reads values by their keys: those who ask for the
 * same in one turn share the read.
 *
 * @param read reads a result for no operation, and in the span of who has asked first
 * @param sizeOf the number of rows or documents that a result takes
 */
export function createSharedQuery<Arguments extends object, Result>(
  read: (args: Arguments) => Promise<Result>,
  sizeOf: (result: Result) => number,
): (args: Arguments) => Promise<Result> {
  /** What is asked for in this turn. */
  const asked = new Map<string, Promise<Result>>();

  async function readInNextTurn(key: string, args: Arguments): Promise<Result> {
    await nextTurn();
    // Whoever asks from now on reads anew.
    asked.delete(key);
    return read(args);
  }

  function share(args: Arguments): Promise<Result> {
    const key = JSON.stringify(args);
    const result = asked.get(key) ?? outsideOperations(() => readInNextTurn(key, args));
    asked.set(key, result);
    return result;
  }

  return (args) => readForOperation(() => share(args), sizeOf);
}
