import { LRUCache } from 'lru-cache';
import type { Cause } from '../decisions/cause.ts';
import type { AggregateStore } from '../decisions/command-handler.ts';
import { newId } from '../identifiers.ts';
import { type Message, messagesOf } from '../messaging/event.ts';
import { createAggregateAccess, type Head } from './aggregate-access.ts';
import type { AggregateCollections, WaitingEvent } from './documents.ts';

export type MongoAggregateStoreOptions<State, Event, Stored extends object> = {
  readonly collections: AggregateCollections;
  /** The state before the first event. */
  readonly initial: State;
  /** The state as it is stored under `state`, with whatever fields the indexes need besides. */
  readonly toStored: (state: State) => Stored;
  readonly toState: (stored: Stored) => State;
  /** The message for other services about an event; undefined for an event that stays private. */
  readonly toMessage: (event: Event, after: NonNullable<State>) => Message | undefined;
  /** Called after each write that left events to publish. */
  readonly onStored: () => void;
};

/** How many aggregates are remembered, so that they are not read again while nobody else has changed them. */
const REMEMBERED = 500;
/** An outbox as it is remembered only grows: from this on it is read again, for most of it will have been published. */
const REMEMBERED_OUTBOX = 50;
const NONE: Head = { revision: 0, version: 0, outbox: [] };

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
  toMessage,
  onStored,
}: MongoAggregateStoreOptions<State, Event, Stored>): AggregateStore<State, Event> {
  const access = createAggregateAccess(collections);
  /** As they were last seen here. What holds for a revision holds for ever; the outbox may have become shorter. */
  const remembered = new LRUCache<string, { readonly head: Head; readonly state: State }>({
    max: REMEMBERED,
  });

  return {
    recall(id) {
      const known = remembered.get(id);
      if (!known || known.head.outbox.length > REMEMBERED_OUTBOX) return undefined;
      return { state: known.state, version: known.head.revision };
    },

    async load(id) {
      const known = remembered.get(id);
      const head = known && ((await access.readHead(id)) ?? NONE);
      if (known && head?.revision === known.head.revision) {
        remembered.set(id, { head, state: known.state });
        return { state: known.state, version: head.revision };
      }
      const found = await access.read(id);
      if (!found) return { state: initial, version: 0 };
      const { revision, version, outbox } = found;
      // Written by `toStored` of this very store.
      const state = toState(found.state as Stored);
      remembered.set(id, { head: { revision, version, outbox }, state });
      return { state, version: revision };
    },

    async append({ id, expectedVersion, transitions, cause, handles }) {
      const after = transitions.at(-1)?.after;
      if (after === undefined) return 'appended';
      const head = await headAt(expectedVersion, id);
      if (handles !== undefined && (await wasHandled(id, handles, head))) return 'handled-before';
      if (head.revision !== expectedVersion) return 'conflict';
      const waiting = toWaiting(messagesOf(transitions, toMessage), head.version, cause);
      const version = head.version + waiting.length;
      const written = await access.write({
        id,
        expectedRevision: expectedVersion,
        version,
        state: toStored(after),
        waiting,
      });
      if (written === 'conflict') return 'conflict';
      const outbox = [...head.outbox, ...waiting];
      remembered.set(id, { head: { revision: expectedVersion + 1, version, outbox }, state: after });
      if (waiting.length > 0) onStored();
      return 'appended';
    },
  };

  /** The head at a revision, or at the present one if that is another. */
  async function headAt(revision: number, id: string): Promise<Head> {
    const known = remembered.get(id)?.head;
    return known?.revision === revision ? known : ((await access.readHead(id)) ?? NONE);
  }

  /** The outbox was read first: what has left it since is in the history by now. */
  async function wasHandled(
    aggregateId: string,
    eventId: string,
    { revision, outbox }: Head,
  ): Promise<boolean> {
    if (revision === 0) return false;
    if (outbox.some(({ cause }) => cause.causationId === eventId)) return true;
    return access.hasInHistory({ aggregateId, eventId });
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
