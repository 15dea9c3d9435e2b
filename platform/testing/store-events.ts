import { type AppendEvents, appendEvents, type Pool, type PoolClient } from '../postgres/index.ts';

type StoreEvents = Omit<AppendEvents, 'change' | 'handles'> & {
  /** The aggregate's version before the events. */
  readonly version: number;
};

/** Stores events of an aggregate without a row. */
export async function storeEvents(
  db: Pool | PoolClient,
  { version, messages, ...append }: StoreEvents,
): Promise<void> {
  await appendEvents(db, {
    ...append,
    messages,
    change: {
      name: 'no-row',
      text: 'SELECT $1::integer AS version',
      values: [version + messages.length],
    },
  });
}
