import type { EventSource, StreamEvent } from './event-source.ts';
import { createHistory, type MissedEvents } from './history.ts';
import { aggregateOf, lastToken, type Topic, topicKey } from './topic.ts';

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
  /** Registers a listener and returns a function that removes it. */
  listen(listener: TopicListener): () => void;
};

export type TopicListener = {
  onReady(): void;
  /** `order` is the count of events including this one. */
  onEvent(event: StreamEvent, order: number): void;
};

export type StartedFollower = { readonly follower: TopicFollower; stop(): void };

/** Starts to follow a topic. */
export function createTopicFollower(source: EventSource, topic: Topic): StartedFollower {
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
  const history = createHistory({ source, topic, signal: stop.signal });
  let isReady = false;
  let position = 0;
  let eventCount = 0;

  source.follow({
    stream,
    subjects: [...subjects, ...ends],
    start: { kind: 'latest' },
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
      if (ends.some((end) => matches(end, event.subject))) return;
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
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

export type TopicFollowers = {
  /** The topic with these events. The release of its last user stops it. */
  acquire(topic: Topic): { readonly follower: TopicFollower; release(): void };
  /** The number of topics that are followed. */
  size(): number;
};

type SharedFollower = StartedFollower & { users: number };

/** Shares one followed topic among its users. */
export function createTopicFollowers(source: EventSource): TopicFollowers {
  const followers = new Map<string, SharedFollower>();

  return {
    acquire(topic) {
      const key = topicKey(topic);
      const shared = followers.get(key) ?? { ...createTopicFollower(source, topic), users: 0 };
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
    size: () => followers.size,
  };
}

/** Whether a subject matches a pattern in which `*` stands for any token. */
function matches(pattern: string, subject: string): boolean {
  const tokens = subject.split('.');
  const wanted = pattern.split('.');
  return (
    wanted.length === tokens.length &&
    wanted.every((token, index) => token === '*' || token === tokens[index])
  );
}
