import DataLoader from 'dataloader';

/** Batches the reads of one request by a key. */
export type Loader<Value> = DataLoader<string, Value>;

/** Loads the items with a unique key, undefined where there is none. `find` returns them in any order. */
export function loaderBy<Item>(
  find: (keys: readonly string[]) => Promise<readonly Item[]>,
  keyOf: (item: Item) => string,
): Loader<Item | undefined> {
  return loaderFrom(async (keys) => new Map((await find(keys)).map((item) => [keyOf(item), item])));
}

/** Loads what a map has under each key, undefined where it has nothing. */
export function loaderFrom<Value>(
  find: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Loader<Value | undefined> {
  return new DataLoader(async (keys) => {
    const found = await find(keys);
    return keys.map((key) => found.get(key));
  });
}
