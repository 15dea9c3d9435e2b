import { type AppendEvents, appendEvents } from '../postgres/event-log.ts';
import type { Pool, PoolClient } from '../postgres/pool.ts';

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
