import type { Handled } from '../../../platform/decisions/command-handler.ts';
import type { Transition } from '../../../platform/decisions/decider.ts';
import type { Decided, LockedHandleOptions } from '../../../platform/decisions/locked-command-handler.ts';
import { createKeyedMutex } from '../../../platform/keyed-mutex.ts';
import type { Message } from '../../../platform/messaging/event.ts';
import { messagesOf } from '../../../platform/messaging/event.ts';
import { appendEvents, type Change, markHandled } from '../../../platform/postgres/event-log.ts';
import { type Pool, type PoolClient, transaction } from '../../../platform/postgres/pool.ts';

/** What is stored of an aggregate. */
export type Stored<State> = {
  readonly state: State;
  readonly version: number;
  /** Whether the command has been handled before. */
  readonly isHandled: boolean;
};

/** How the aggregates of one kind are read and written while their target is locked. */
export type LockedTable<State, Event> = {
  load(client: PoolClient, handles: string): Promise<Stored<State>>;
  /** The change of the target's row. */
  changeOf(after: NonNullable<State>, version: number): Change;
  /** Changes the other rows: those that hang on the target. */
  write(client: PoolClient, transition: Transition<State, Event>): Promise<unknown>;
  readonly toMessage: (event: Event, after: NonNullable<State>) => Message;
};

export type TargetLock = ReturnType<typeof createTargetLock>;

/**
 * Changes targets, one transaction at a time for each. Those of this process queue before they take a
 * connection, so that a target that many change at once takes one of the pool.
 *
 * @param onStored called after each commit that stores events, to publish them
 */
export function createTargetLock(pool: Pool, onStored: () => void) {
  const mutex = createKeyedMutex();

  /** Runs work in a transaction that has the lock of a target. The lock also covers targets without a row. */
  function withLock<T>(targetId: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return mutex.run(targetId, () =>
      transaction(pool, async (client) => {
        await client.query({
          name: 'lock-target',
          text: `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.target.' || $1::text, 0))`,
          values: [targetId],
        });
        return work(client);
      }),
    );
  }

  /** Implements `LockingStore.change` for the aggregates of a table. */
  async function change<State, Event, Rejection>(
    targetId: string,
    { load, changeOf, write, toMessage }: LockedTable<State, Event>,
    { cause, handles }: LockedHandleOptions,
    decide: (state: State) => Decided<State, Event, Rejection>,
  ): Promise<Handled<State, Event, Rejection>> {
    const handled = await withLock(targetId, async (client) => {
      const { state, version, isHandled } = await load(client, handles);
      if (isHandled) return { accepted: true, state, events: [] } as const;
      const { transitions, handled: result } = decide(state);
      if (!result.accepted) return result;
      const inbox = { table: 'inbox', id: handles } as const;
      const after = transitions.at(-1)?.after;
      if (!after) {
        await markHandled(client, inbox);
        return result;
      }
      const appended = await appendEvents(client, {
        change: changeOf(after, version + transitions.length),
        aggregateId: targetId,
        messages: messagesOf(transitions, toMessage),
        cause,
        handles: inbox,
      });
      if (appended !== 'appended') throw new Error(`${targetId} changed although it was locked: ${appended}`);
      for (const transition of transitions) await write(client, transition);
      return result;
    });
    if (handled.accepted && handled.events.length > 0) onStored();
    return handled;
  }

  return { withLock, change };
}

/** Removes the reviews, likes and bookmarks of a locked target. */
export async function clearTarget(client: PoolClient, id: string): Promise<void> {
  await client.query('DELETE FROM marks WHERE target_id = $1', [id]);
  await client.query('DELETE FROM reviews WHERE target_id = $1', [id]);
  await client.query(
    'UPDATE targets SET likes = 0, bookmarks = 0, reviews = 0, rating_sum = 0 WHERE id = $1',
    [id],
  );
}
