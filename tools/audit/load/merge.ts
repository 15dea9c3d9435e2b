/** Records of one kind, in the order of the keys of the groups to which they belong. */
export type Source<Draft> = {
  /** The key of the next record; undefined at the end. Only known after `ensure`. */
  head(): string | undefined;
  /** Puts the next record into a draft. */
  take(draft: Draft): void;
  /** A promise if the next record has to be waited for. */
  ensure(): Promise<void> | undefined;
  close(): Promise<void>;
};

export type SourceOptions<T, Draft> = {
  readonly chunks: AsyncIterable<readonly T[]>;
  readonly keyOf: (record: T) => string;
  readonly put: (draft: Draft, record: T) => void;
};

/** A source of records that arrive in chunks. It throws if they are not in order. */
export function createSource<T, Draft>({ chunks, keyOf, put }: SourceOptions<T, Draft>): Source<Draft> {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: readonly T[] = [];
  let at = 0;
  let key: string | undefined;
  let isOver = false;

  function look(): void {
    const record = chunk[at];
    const next = record === undefined ? undefined : keyOf(record);
    if (next !== undefined && key !== undefined && next < key)
      throw new Error(`A source is not in order: ${next} follows ${key}`);
    key = next ?? key;
  }

  async function fetch(): Promise<void> {
    while (at >= chunk.length && !isOver) {
      const { done, value } = await iterator.next();
      isOver = done === true;
      chunk = isOver ? [] : value;
      at = 0;
    }
    look();
  }

  return {
    head: () => (at < chunk.length ? key : undefined),
    ensure: () => (at < chunk.length || isOver ? undefined : fetch()),
    take(draft) {
      const record = chunk[at];
      if (record === undefined) return;
      put(draft, record);
      at += 1;
      look();
    },
    async close() {
      await iterator.return?.();
    },
  };
}

export type Batch<Draft> = { readonly draft: Draft; readonly records: number };

/**
 * Merges sources into batches of whole groups: all records of a key are in one batch. A batch has at most
 * `size` records, and beyond them the rest of its last group.
 */
export async function* batches<Draft>(
  sources: readonly Source<Draft>[],
  { size, create }: { readonly size: number; readonly create: () => Draft },
): AsyncGenerator<Batch<Draft>> {
  try {
    let draft = create();
    let records = 0;
    for (;;) {
      const key = await leastKey(sources);
      if (records > 0 && (key === undefined || records >= size)) {
        yield { draft, records };
        draft = create();
        records = 0;
      }
      if (key === undefined) return;
      for (const source of sources) {
        while (source.head() === key) {
          source.take(draft);
          records += 1;
          const more = source.ensure();
          if (more) await more;
        }
      }
    }
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

async function leastKey(sources: readonly Source<never>[]): Promise<string | undefined> {
  let least: string | undefined;
  for (const source of sources) {
    const pending = source.ensure();
    if (pending) await pending;
    const head = source.head();
    if (head !== undefined && (least === undefined || head < least)) least = head;
  }
  return least;
}

/** All records of some chunks. */
export async function collect<T>(chunks: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

/** Maps the records of each chunk. */
export async function* mapChunks<From, To>(
  chunks: AsyncIterable<readonly From[]>,
  map: (record: From) => To,
): AsyncGenerator<readonly To[]> {
  for await (const chunk of chunks) yield chunk.map(map);
}
