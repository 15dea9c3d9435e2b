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

/** Loads one item at a time, each once, where several cannot be read together. */
export function loaderOfEach<Value>(find: (key: string) => Promise<Value>): Loader<Value> {
  return new DataLoader((keys) => Promise.all(keys.map(find)));
}

/** The most parents whose lists one statement reads, so that the size of what it reads has a bound. */
const MOST_PARENTS = 100;

/** Loads what belongs to a parent with these arguments. */
export type FieldLoader<Arguments, Value> = (parentId: string, args: Arguments) => Promise<Value>;

/**
 * Loads fields with arguments: parents with equal arguments are read together, at most a hundred at a time.
 * Nothing is kept, because a mutation of the same request may change what was read.
 *
 * @param find returns what belongs to each parent, in their order
 */
export function fieldLoader<Arguments extends object, Value>(
  find: (parentIds: readonly string[], args: Arguments) => Promise<readonly Value[]>,
): FieldLoader<Arguments, Value> {
  const loaders = new Map<string, DataLoader<string, Value>>();
  return (parentId, args) => {
    const key = JSON.stringify(args);
    const known = loaders.get(key);
    if (known) return known.load(parentId);
    const loader = new DataLoader<string, Value>(
      (ids) => {
        loaders.delete(key);
        return find(ids, args);
      },
      { maxBatchSize: MOST_PARENTS },
    );
    loaders.set(key, loader);
    return loader.load(parentId);
  };
}

/** Loads fields with arguments as `fieldLoader` does, from a map that may have nothing for a parent. */
export function fieldLoaderFrom<Arguments extends object, Value>(
  find: (parentIds: readonly string[], args: Arguments) => Promise<ReadonlyMap<string, Value>>,
): FieldLoader<Arguments, Value | undefined> {
  return fieldLoader(async (ids, args) => {
    const found = await find(ids, args);
    return ids.map((id) => found.get(id));
  });
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
