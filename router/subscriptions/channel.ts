/**
 * A queue between one producer and one consumer, read as an async generator. Unlike a function's generator, its
 * `return` ends a `next` that is still waiting, so a silent subscription can be left at once.
 */
export type Channel<T> = {
  readonly items: AsyncGenerator<T, void, undefined>;
  /** Adds an item; false when the queue is full and the item was not taken. */
  push(item: T): boolean;
  /** Adds items without regard to the limit. */
  preload(items: Iterable<T>): void;
  /** Ends the items with an error, at once: what waits is dropped. */
  fail(error: Error): void;
};

/**
 * @param capacity how many items may wait
 * @param onClose called once, when the items end for whatever reason
 */
export function createChannel<T>({
  capacity,
  onClose,
}: {
  readonly capacity: number;
  readonly onClose: () => void;
}): Channel<T> {
  type Waiting = { resolve(result: IteratorResult<T, void>): void; reject(error: Error): void };
  const done = { value: undefined, done: true } as const;
  /** Items from outside the limit come first. */
  let preloaded: T[] = [];
  let queue: T[] = [];
  let waiting: Waiting | undefined;
  let failure: Error | undefined;
  let closed = false;

  function close(): void {
    if (closed) return;
    closed = true;
    preloaded = [];
    queue = [];
    onClose();
  }

  /** Hands the next item to whoever waits for it. */
  function serve(): void {
    if (!waiting) return;
    const source = preloaded.length > 0 ? preloaded : queue;
    if (source.length === 0) return;
    const value = source.shift() as T;
    const { resolve } = waiting;
    waiting = undefined;
    resolve({ value, done: false });
  }

  return {
    push(item) {
      if (closed) return true;
      if (queue.length >= capacity) return false;
      queue.push(item);
      serve();
      return true;
    },
    preload(items) {
      if (closed) return;
      for (const item of items) preloaded.push(item);
      serve();
    },
    fail(error) {
      if (closed) return;
      close();
      if (waiting) waiting.reject(error);
      else failure = error;
      waiting = undefined;
    },
    items: {
      next() {
        if (failure) {
          const error = failure;
          failure = undefined;
          return Promise.reject(error);
        }
        if (closed) return Promise.resolve(done);
        return new Promise((resolve, reject) => {
          waiting = { resolve, reject };
          serve();
        });
      },
      return() {
        close();
        failure = undefined;
        waiting?.resolve(done);
        waiting = undefined;
        return Promise.resolve(done);
      },
      throw(error: unknown) {
        close();
        return Promise.reject(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      async [Symbol.asyncDispose]() {
        await this.return();
      },
    },
  };
}

/** The same generator with each item changed; ends with it, and ends it. */
export function mapItems<T, U>(
  items: AsyncGenerator<T, void, undefined>,
  change: (item: T) => Promise<U>,
): AsyncGenerator<U, void, undefined> {
  return {
    async next() {
      const item = await items.next();
      if (item.done) return item;
      try {
        return { value: await change(item.value), done: false };
      } catch (error) {
        await items.return();
        throw error;
      }
    },
    async return() {
      await items.return();
      return { value: undefined, done: true };
    },
    async throw(error: unknown) {
      await items.return();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}
