import type { EventSource, StreamEvent } from './event-source.ts';
import { createHistory, type Missed } from './history.ts';
import { aggregateOf, lastToken, type Topic } from './topic.ts';

/** Events of one set of subjects, followed once and shared by all who are interested in it. */
export type Feed = {
  /** Whether `state` is complete: all that was in the stream when the feed began has come. */
  isReady(): boolean;
  /** The last event of each aggregate, in the order of the stream. */
  state(): readonly StreamEvent[];
  /** Whether an event that was handed on told the first of an aggregate that the topic names and the state lacked. */
  isFirst(event: StreamEvent): boolean;
  /** The place in the stream up to which the feed has come. */
  position(): number;
  /** How many events it has handed on; tells what came before another thing, also when the stream is made anew. */
  heard(): number;
  /**
   * The events behind a place up to what the feed has handed on, given in the turn in which that is so: what
   * the feed hands on from then on follows without a gap. Only of a feed that is ready.
   */
  since(after: number, give: (missed: Missed) => void): void;
  /** Calls back from now on; returns how to stop that. */
  listen(listener: FeedListener): () => void;
};

export type FeedListener = {
  onReady(): void;
  /** `order` is `heard` as it is with this event. */
  onEvent(event: StreamEvent, order: number): void;
};

export type StartedFeed = { readonly feed: Feed; stop(): void };

/** Starts to follow a topic. */
export function createFeed(source: EventSource, topic: Topic): StartedFeed {
  const { stream, subjects, ends } = topic;
  const stop = new AbortController();
  const listeners = new Set<FeedListener>();
  const latest = new Map<string, StreamEvent>();
  /** The version of each aggregate as of its last event, also of those that have ended. */
  const versions = new Map<string, number>();
  /** What the topic names and nothing is known of yet. */
  const unseen = new Set(subjects.map(lastToken).filter((token) => token !== '*'));
  /** The places of the first events of those that were unseen when the state was complete. */
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
        // Another stream, in which everything may come again and nothing has come yet.
        history.begin(event.sequence - 1);
        versions.clear();
        latest.clear();
        firsts.clear();
      }
      position = event.sequence;
      // Published once more, too late for the stream to notice: it tells of what has passed.
      if (event.version <= (versions.get(aggregate) ?? 0)) return;
      versions.set(aggregate, event.version);
      if (unseen.delete(aggregate) && isReady) firsts.add(event.sequence);
      // Taken out first, so that the map stays in the order of the stream.
      latest.delete(aggregate);
      if (ends.some((end) => matches(end, event.subject))) return;
      latest.set(aggregate, event);
      history.add(event);
      heard += 1;
      for (const listener of listeners) listener.onEvent(event, heard);
    },
  });

  /** What was read from the stream, without the repeats that were passed over when they came. */
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

/** Whether a subject fits a pattern in which `*` stands for any token. */
function matches(pattern: string, subject: string): boolean {
  const tokens = subject.split('.');
  const wanted = pattern.split('.');
  return (
    wanted.length === tokens.length &&
    wanted.every((token, index) => token === '*' || token === tokens[index])
  );
}
