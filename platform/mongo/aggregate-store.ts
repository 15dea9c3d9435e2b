import { LRUCache } from 'lru-cache';
import type { Cause } from '../decisions/cause.ts';
import type { AggregateStore } from '../decisions/command-handler.ts';
import { newId } from '../identifiers.ts';
import { type Message, messagesOf } from '../messaging/event.ts';
import { createAggregateAccess, type Head } from './aggregate-access.ts';
import type { AggregateModels, WaitingEvent } from './schemas.ts';
import type { OnStored } from './waiting-kinds.ts';

export type MongoAggregateStoreOptions<State, Event, Stored extends object> = {
  readonly models: AggregateModels<Stored>;
  /** The state before the first event. */
  readonly initial: State;
  /** The state as the schema declares it, with any further fields that indexes need. */
  readonly toStored: (state: NonNullable<State>) => Stored;
  readonly toState: (stored: Stored) => State;
  /** The message for other services about an event; undefined for an event that stays private. */
  readonly toMessage: (event: Event, after: NonNullable<State>) => Message | undefined;
  /** Called after each write that left events to publish. */
  readonly onStored: OnStored;
};

export type MongoAggregateStore<State, Event> = AggregateStore<State, Event> & {
  /** Whether a command or event has had an effect on any of the aggregates. */
  hasHandled(causationId: string): Promise<boolean>;
};

/**
 * The number of cached aggregates. A cached aggregate is not read again unless another process has changed
 * it.
 */
const REMEMBERED = 500;
/**
 * A cached outbox only grows. At this length it is read again, because most of its events are published by
 * then.
 */
const REMEMBERED_OUTBOX = 50;
const NONE: Head = { revision: 0, version: 0, outbox: [] };

/**
 * Stores aggregates in MongoDB. A document holds one aggregate with its waiting events, so that one write
 * stores both.
 *
 * `handles`: an event counts as handled when it caused an event of the aggregate. An event that caused none
 * is not recorded, so decisions must tolerate to see it again.
 */
export function createMongoAggregateStore<State, Event, Stored extends object>({
  models,
  initial,
  toStored,
  toState,
  toMessage,
  onStored,
}: MongoAggregateStoreOptions<State, Event, Stored>): MongoAggregateStore<State, Event> {
  const access = createAggregateAccess(models);
  /**
   * Aggregates as this process last saw them. A revision never changes, except that its outbox gets shorter.
   */
  const remembered = new LRUCache<string, { readonly head: Head; readonly state: State }>({
    max: REMEMBERED,
  });

  return {
    hasHandled: access.hasCausedAny,

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
      const state = toState(found.state);
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
      if (waiting.length > 0) onStored(models);
      return 'appended';
    },
  };

  /** The head at this revision, or else at the current one. Whether an aggregate is new, its insert shows. */
  async function headAt(revision: number, id: string): Promise<Head> {
    const known = remembered.get(id)?.head;
    if (known?.revision === revision) return known;
    return revision === 0 ? (known ?? NONE) : ((await access.readHead(id)) ?? NONE);
  }

  /** The outbox was read first: an event that has left it since then is in the history. */
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
