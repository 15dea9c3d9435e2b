import type { EventSource, StreamEvent } from './event-source.ts';
import { createHistory, type Missed } from './history.ts';
import { aggregateOf, lastToken, type Topic } from './topic.ts';

/** The events of one topic, followed once and shared by all subscribers. */
export type Feed = {
  /** Whether `state` is complete: the events that were in the stream at the start have been read. */
  isReady(): boolean;
  /** The last event of each aggregate in stream order. */
  state(): readonly StreamEvent[];
  /** Whether an event was the first of an aggregate that the topic names and the state did not contain. */
  isFirst(event: StreamEvent): boolean;
  /** The position in the stream. */
  position(): number;
  /** The number of events passed to listeners. It increases even when the stream is recreated. */
  heard(): number;
  /**
   * Calls back with the events after a cursor, up to the last one passed to listeners. It does so synchronously with
   * that position: later events follow without a gap. The topic must be ready.
   */
  since(after: number, give: (missed: Missed) => void): void;
  /** Registers a listener and returns a function that removes it. */
  listen(listener: FeedListener): () => void;
};

export type FeedListener = {
  onReady(): void;
  /** `order` is the count of events including this one. */
  onEvent(event: StreamEvent, order: number): void;
};

export type StartedFeed = { readonly feed: Feed; stop(): void };

/** Starts to follow a topic. */
export function createFeed(source: EventSource, topic: Topic): StartedFeed {
  const { stream, subjects, ends } = topic;
  const stop = new AbortController();
  const listeners = new Set<FeedListener>();
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
  let heard = 0;

  source.follow({
    stream,
    subjects: [...subjects, ...ends],
    start: { kind: 'latest' },
    signal: stop.signal,
    onCaughtUp(last) {
      isReady = true;
      position = Math.max(position, last);
      history.begin(position);
      for (const listener of listeners) listener.onReady();
    },
    onEvent(event) {
      const aggregate = aggregateOf(event);
      if (event.sequence <= position && isReady) {
        // The stream was recreated: all its events are new.
        history.begin(event.sequence - 1);
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
      heard += 1;
      for (const listener of listeners) listener.onEvent(event, heard);
    },
  });

  /** Removes the duplicates from events that were read from the stream again. */
  function withoutRepeats(missed: Missed): Missed {
    if (missed.kind !== 'events') return missed;
    const events = missed.events.filter((event) => {
      const last = latest.get(aggregateOf(event));
      return last === undefined || event.sequence <= last.sequence;
    });
    return { ...missed, events };
  }

  return {
    stop: () => stop.abort(),
    feed: {
      isReady: () => isReady,
      state: () => [...latest.values()],
      isFirst: ({ sequence }) => firsts.has(sequence),
      position: () => position,
      heard: () => heard,
      since: (after, give) => history.since(after, position, (missed) => give(withoutRepeats(missed))),
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
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
