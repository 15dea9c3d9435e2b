import { matchesSubject } from '../../platform/messaging/subjects.ts';
import { type Path, valueAt } from '../../platform/property-path.ts';
import { withAliases } from './aliases.ts';
import type { EventSource, StreamEvent } from './event-source.ts';
import { aggregateOf, lastToken, type Topic, topicKey } from './topic.ts';

/** A position in the stream, or what names an event. */
export type Cursor = number | NamedCursor;

/** Names the event that has this value at a path of its payload. */
export type NamedCursor = { readonly path: Path; readonly value: string };

/** The events of one topic, followed once and shared by all subscribers. */
export type TopicFollower = {
  /** Whether `state` is complete: the events that were in the stream at the start have been read. */
  isReady(): boolean;
  /** The last event of each aggregate in stream order. */
  state(): readonly StreamEvent[];
  /** Whether an event was the first of an aggregate that the topic names and the state did not contain. */
  isFirst(event: StreamEvent): boolean;
  /** The position in the stream. */
  position(): number;
  /** The number of events passed to listeners. It increases even when the stream is recreated. */
  eventCount(): number;
  /**
   * Calls back with the events after a cursor, up to the last one passed to listeners. It does so
   * synchronously with that position: later events follow without a gap. The topic must be ready.
   */
  eventsAfter(after: number, callback: (missed: MissedEvents) => void): void;
  /** Calls back with the position of the event that a cursor names; undefined when the stream has none. */
  positionOf(cursor: NamedCursor, callback: (position: number | undefined) => void): void;
  /** Registers a listener and returns a function that removes it. */
  listen(listener: TopicListener): () => void;
};

export type TopicListener = {
  onReady(): void;
  /** `order` is the count of events including this one. */
  onEvent(event: StreamEvent, order: number): void;
};

export type StartedFollower = { readonly follower: TopicFollower; stop(): void };

/** Starts to follow a topic. @param client whose turn it is to read the stream */
function createTopicFollower(source: EventSource, topic: Topic, client: string): StartedFollower {
  const { stream, subjects, ends } = topic;
  const stop = new AbortController();
  const listeners = new Set<TopicListener>();
  const latest = new Map<string, StreamEvent>();
  /** The version of each aggregate as of its last event, including removed ones. */
  const versions = new Map<string, number>();
  /** Aggregates that the topic names and that have no event yet. */
  const unseen = new Set(subjects.map(lastToken).filter((token) => token !== '*'));
  /** Sequence numbers of the first events of those aggregates, when they came after the start. */
  const firsts = new Set<number>();
  const history = createHistory(source, topic, { client, signal: stop.signal });
  let isReady = false;
  let position = 0;
  let eventCount = 0;

  source.follow({
    stream,
    subjects: [...subjects, ...ends],
    start: { kind: 'latest' },
    client,
    signal: stop.signal,
    onCaughtUp(last) {
      isReady = true;
      position = Math.max(position, last);
      history.reset(position);
      for (const listener of listeners) listener.onReady();
    },
    onEvent(event) {
      const aggregate = aggregateOf(event);
      if (event.sequence <= position && isReady) {
        // The stream was recreated: all its events are new.
        history.reset(event.sequence - 1);
        versions.clear();
        latest.clear();
        firsts.clear();
      }
      position = event.sequence;
      // The event was published twice, outside of the stream's window for duplicates.
      if (event.version <= (versions.get(aggregate) ?? 0)) return;
      versions.set(aggregate, event.version);
      if (unseen.delete(aggregate) && isReady) firsts.add(event.sequence);
      // Deleting first keeps the map in stream order.
      latest.delete(aggregate);
      if (ends.some((end) => matchesSubject(end, event.subject))) return;
      latest.set(aggregate, event);
      history.add(event);
      eventCount += 1;
      for (const listener of listeners) listener.onEvent(event, eventCount);
    },
  });

  /** Removes the duplicates from events that were read from the stream again. */
  function withoutRepeats(missed: MissedEvents): MissedEvents {
    if (missed.kind !== 'events') return missed;
    const events = missed.events.filter((event) => {
      const last = latest.get(aggregateOf(event));
      return last === undefined || event.sequence <= last.sequence;
    });
    return { ...missed, events };
  }

  return {
    stop: () => stop.abort(),
    follower: {
      isReady: () => isReady,
      state: () => [...latest.values()],
      isFirst: ({ sequence }) => firsts.has(sequence),
      position: () => position,
      eventCount: () => eventCount,
      eventsAfter: (after, callback) =>
        history.eventsAfter(after, position, (missed) => callback(withoutRepeats(missed))),
      positionOf: history.positionOf,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

export type TopicFollowers = ReturnType<typeof createTopicFollowers>;

/** Shares one followed topic among its users. */
export function createTopicFollowers(source: EventSource) {
  const followers = new Map<string, StartedFollower & { users: number }>();

  return {
    /**
     * The topic with these events. The release of its last user stops it.
     *
     * @param client the first user: clients take turns in reading the streams
     */
    acquire(topic: Topic, client: string): { readonly follower: TopicFollower; release(): void } {
      const key = topicKey(topic);
      const shared = followers.get(key) ?? {
        ...createTopicFollower(withAliases(source, topic.aliases), topic, client),
        users: 0,
      };
      followers.set(key, shared);
      shared.users += 1;
      let released = false;
      return {
        follower: shared.follower,
        release() {
          if (released) return;
          released = true;
          shared.users -= 1;
          if (shared.users > 0) return;
          followers.delete(key);
          shared.stop();
        },
      };
    },
    /** The number of topics that are followed. */
    size: () => followers.size,
  };
}

/** The events after a cursor. */
export type MissedEvents =
  | { readonly kind: 'events'; readonly events: readonly StreamEvent[]; readonly source: 'memory' | 'stream' }
  /** The events cannot be provided; the reason is part of the response. */
  | { readonly kind: 'lost'; readonly reason: LostReason };

/**
 * `CURSOR_UNKNOWN`: the stream never reached the cursor, because it was recreated or the cursor is of another
 * one.
 */
type LostReason = 'CURSOR_TOO_OLD' | 'CURSOR_UNKNOWN' | 'TOO_MANY_MISSED';

/** Maximum number of events that a resumed subscription gets; they are held in memory at once. */
const MAX_REPLAY = 10_000;
/** Events kept in memory for clients that reconnect: many do at once after a restart. */
const MAX_EVENTS = 1_000;

type ReplayRequest = { readonly after: number; readonly callback: (missed: MissedEvents) => void };
type Replay = { readonly after: number; readonly requests: ReplayRequest[] };

/**
 * The recent events of a topic. Older events are read from the stream, once for all requests that come
 * meanwhile, and then added to the memory.
 *
 * @param reader whose turn it is, and the signal that aborts all reads
 */
function createHistory(
  source: EventSource,
  { stream, subjects }: Topic,
  { client, signal }: { readonly client: string; readonly signal: AbortSignal },
) {
  const replays = new Set<Replay>();
  let events: StreamEvent[] = [];
  /** All events after this position are in `events`, as far as they were passed on. */
  let completeAfter = Number.POSITIVE_INFINITY;

  function trim(): void {
    const surplus = events.length - MAX_EVENTS;
    if (surplus <= 0) return;
    completeAfter = events[surplus - 1]?.sequence ?? completeAfter;
    events = events.slice(surplus);
  }

  function replay(request: ReplayRequest): void {
    const started: Replay = { after: request.after, requests: [request] };
    const stop = new AbortController();
    const read: StreamEvent[] = [];
    function finish(missedAfter: (request: ReplayRequest) => MissedEvents): void {
      if (!replays.delete(started)) return;
      stop.abort();
      for (const request of started.requests) request.callback(missedAfter(request));
    }
    replays.add(started);
    source.follow({
      stream,
      subjects,
      start: { kind: 'after', sequence: started.after },
      client,
      signal: AbortSignal.any([stop.signal, signal]),
      onEvent(event) {
        if (stop.signal.aborted) return;
        read.push(event);
        if (read.length > MAX_REPLAY) finish(() => ({ kind: 'lost', reason: 'TOO_MANY_MISSED' }));
      },
      onCaughtUp(last, first) {
        if (stop.signal.aborted) return;
        if (last < completeAfter) {
          // More events came meanwhile than are kept, or the position is not of this stream.
          return finish(({ after }) => ({
            kind: 'lost',
            reason: after > last ? 'CURSOR_UNKNOWN' : 'TOO_MANY_MISSED',
          }));
        }
        // Events beyond the position of the topic have not been passed on yet.
        const later = [...read.filter(({ sequence }) => sequence <= completeAfter), ...events];
        finish(({ after }) => {
          if (after > last) return { kind: 'lost', reason: 'CURSOR_UNKNOWN' };
          if (after + 1 < first) return { kind: 'lost', reason: 'CURSOR_TOO_OLD' };
          return {
            kind: 'events',
            events: later.filter(({ sequence }) => sequence > after),
            source: 'stream',
          };
        });
        if (started.after + 1 < first || started.after > completeAfter) return;
        events = later;
        completeAfter = started.after;
        trim();
      },
    });
  }

  return {
    /** Forgets all events. The history is complete from this position on. */
    reset(position: number): void {
      events = [];
      completeAfter = position;
    },
    add(event: StreamEvent): void {
      // Until the start is known, events belong to the initial state.
      if (completeAfter === Number.POSITIVE_INFINITY) return;
      events.push(event);
      // Trims in batches.
      if (events.length >= MAX_EVENTS * 2) trim();
    },
    /** Looks in the memory, then in the stream from its beginning. */
    positionOf({ path, value }: NamedCursor, callback: (position: number | undefined) => void): void {
      const isNamed = ({ data }: StreamEvent) => valueAt(data, path) === value;
      const known = events.find(isNamed);
      if (known) {
        callback(known.sequence);
        return;
      }
      const stop = new AbortController();
      function finish(position?: number): void {
        if (stop.signal.aborted) return;
        stop.abort();
        callback(position);
      }
      source.follow({
        stream,
        subjects,
        start: { kind: 'after', sequence: 0 },
        client,
        signal: AbortSignal.any([stop.signal, signal]),
        onEvent(event) {
          if (isNamed(event)) finish(event.sequence);
        },
        onCaughtUp: () => finish(),
      });
    },
    /** Calls back with the events after `after`. `position` is the current position of the topic. */
    eventsAfter(after: number, position: number, callback: (missed: MissedEvents) => void): void {
      if (after >= completeAfter && after <= position) {
        const later = events.filter(({ sequence }) => sequence > after);
        callback({ kind: 'events', events: later, source: 'memory' });
        return;
      }
      // Only a position of this stream can share a read that already runs.
      const running = after <= position && [...replays].find((each) => each.after <= after);
      if (running) running.requests.push({ after, callback });
      else replay({ after, callback });
    },
  };
}
