import DataLoader from 'dataloader';
import { outsideOperations } from '../operations/operation.ts';
import { inSpan, outsideSpans } from '../telemetry/tracing.ts';
import { statementSpan } from './spans.ts';

/** Keys of one statement. */
const BATCH = 100;

export type SharedRead<Item> = {
  /** The name of the spans in which callers wait. */
  readonly name: string;
  /** Returns the items in any order. */
  readonly find: (keys: readonly string[]) => Promise<readonly Item[]>;
  readonly keyOf: (item: Item) => string;
};

/**
 * Reads single items by their keys. Those that are asked for in one turn of the event loop, by whatever
 * requests, share a statement, because most of what a small one costs is its round trip. Nothing is kept.
 */
export function createSharedRead<Item>({
  name,
  find,
  keyOf,
}: SharedRead<Item>): (key: string) => Promise<Item | undefined> {
  const loader = new DataLoader<string, Item | undefined>(
    async (keys) => {
      const found = new Map((await find(keys)).map((item) => [keyOf(item), item]));
      return keys.map((key) => found.get(key));
    },
    {
      cache: false,
      maxBatchSize: BATCH,
      // The statement serves several operations and traces, or none.
      batchScheduleFn: (send) => void outsideSpans(() => outsideOperations(() => setImmediate(send))),
    },
  );
  return (key) =>
    inSpan(
      () => statementSpan({ name }),
      () => loader.load(key),
    );
}
