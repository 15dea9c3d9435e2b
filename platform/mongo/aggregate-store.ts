import type { AggregateStore, Append, Appended } from '../decisions/execute.ts';
import { newId } from '../identifiers.ts';
import type { Cause, Message } from '../messaging/event.ts';
import { isDuplicateKey } from './connection.ts';
import type { AggregateCollections, WaitingEvent } from './documents.ts';
import { wasHandled } from './outbox.ts';

export type MongoAggregateStoreOptions<State, Event, Stored extends object> = {
  readonly collections: AggregateCollections;
  /** The state before the first event. */
  readonly initial: State;
  /** The state as it is stored under `state`, with whatever fields the indexes need besides. */
  readonly toStored: (state: State) => Stored;
  readonly toState: (stored: Stored) => State;
  /** What others are told of the events; it may be less than the events, even nothing. */
  readonly toMessages: (before: State, events: readonly Event[]) => readonly Message[];
  /** Called after each write that left events to publish. */
  readonly onStored: () => void;
};

/**
 * Aggregates in MongoDB, each with its waiting events in a document of its own: one write stores both.
 *
 * `handles`: an event counts as handled when it caused an event of the aggregate. One that caused none is not
 * remembered; decisions must bear to see it again.
 */
export function createMongoAggregateStore<State, Event, Stored extends object>({
  collections,
  initial,
  toStored,
  toState,
  toMessages,
  onStored,
}: MongoAggregateStoreOptions<State, Event, Stored>): AggregateStore<State, Event> {
  const { aggregates } = collections;

  return {
    async load(id) {
      const found = await aggregates.findOne({ _id: id }, { projection: { state: 1, revision: 1 } });
      // Written by `toStored` of this very store.
      return found
        ? { state: toState(found.state as Stored), version: found.revision }
        : { state: initial, version: 0 };
    },

    async append(append) {
      if (append.events.length === 0) return 'appended';
      const { id, expectedVersion, before, events, cause, handles } = append;
      const head = await readHead(id);
      if (handles !== undefined) {
        const { outbox } = head;
        if (await wasHandled(collections, { aggregateId: id, eventId: handles, outbox }))
          return 'handled-before';
      }
      if (head.revision !== expectedVersion) return 'conflict';
      const waiting = toWaiting(toMessages(before, events), head.version, cause);
      const appended = await write(append, head.version, waiting);
      if (appended === 'appended' && waiting.length > 0) onStored();
      return appended;
    },
  };

  async function readHead(id: string) {
    const projection = { revision: 1, version: 1, outbox: 1 };
    return (await aggregates.findOne({ _id: id }, { projection })) ?? { revision: 0, version: 0, outbox: [] };
  }

  async function write(
    { id, expectedVersion, after }: Append<State, Event>,
    version: number,
    waiting: readonly WaitingEvent[],
  ): Promise<Appended> {
    const state = toStored(after);
    const next = { revision: expectedVersion + 1, version: version + waiting.length, state };
    if (expectedVersion > 0) {
      const update = { $set: next, $push: { outbox: { $each: [...waiting] } } };
      const { matchedCount } = await aggregates.updateOne({ _id: id, revision: expectedVersion }, update);
      return matchedCount === 1 ? 'appended' : 'conflict';
    }
    try {
      await aggregates.insertOne({ _id: id, ...next, outbox: [...waiting] });
      return 'appended';
    } catch (error) {
      if (isDuplicateKey(error)) return 'conflict';
      throw error;
    }
  }
}

function toWaiting(messages: readonly Message[], version: number, cause: Cause): readonly WaitingEvent[] {
  return messages.map(({ definition, data, time }, index) => ({
    id: newId(),
    type: definition.type,
    version: version + index + 1,
    time,
    cause,
    data,
  }));
}
