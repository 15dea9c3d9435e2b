import DataLoader from 'dataloader';
import { parseUuid } from '../input.ts';

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

/** Loads by keys that are plain objects. `find` returns what belongs to each, in their order. */
export function loaderInOrder<Key extends object, Value>(
  find: (keys: readonly Key[]) => Promise<readonly Value[]>,
): DataLoader<Key, Value, string> {
  return new DataLoader(find, { cacheKeyFn: (key) => JSON.stringify(key) });
}

/** How the router refers to an entity whose key is its id. */
export type Reference = { readonly id: string };

/** Resolves a reference to an entity that this subgraph only extends. A malformed id refers to nothing. */
export function toReference({ id }: Reference): Reference | null {
  const uuid = parseUuid(id);
  return uuid === undefined ? null : { id: uuid };
}

/** Loads the entity of a reference; null when the id is malformed or unknown. */
export async function loadReference<Entity>(
  loader: Loader<Entity | undefined>,
  reference: Reference,
): Promise<Entity | null> {
  const found = toReference(reference);
  return (found && (await loader.load(found.id))) ?? null;
}
