import type { EventSource, StreamEvent } from './event-source.ts';

/** Events of one set of subjects, followed once and shared by all who are interested in it. */
export type Feed = {
  /** Settles when `state` is complete: all that was in the stream when the feed began has come. */
  readonly ready: Promise<void>;
  /** Whether that is so now; true a moment before those who wait for it go on. */
  isReady(): boolean;
  /** The last event of each aggregate, in the order of the stream. */
  state(): readonly StreamEvent[];
  /** Calls back for each event from now on; returns how to stop that. */
  listen(listener: (event: StreamEvent) => void): () => void;
};

export type Topic = {
  readonly stream: string;
  readonly subjects: readonly string[];
  /** Subjects whose events take their aggregate out of the state, and are not handed on. */
  readonly ends: readonly string[];
};

export type Feeds = {
  /** The feed of a topic; `release` says that this user of it is done. The last one's release ends the feed. */
  acquire(topic: Topic): { readonly feed: Feed; release(): void };
  /** The events behind a place, up to those there are now; `onCaughtUp` is given the stream's last place. */
  replay: EventSource['follow'];
  /** How many topics are followed now. */
  size(): number;
};

type SharedFeed = { readonly feed: Feed; readonly stop: AbortController; users: number };

/** Keeps one feed per topic while anybody uses it. */
export function createFeeds(source: EventSource): Feeds {
  const feeds = new Map<string, SharedFeed>();

  return {
    acquire(topic) {
      const key = JSON.stringify([topic.stream, [...topic.subjects].sort(), [...topic.ends].sort()]);
      const shared = feeds.get(key) ?? startFeed(source, topic);
      feeds.set(key, shared);
      shared.users += 1;
      let released = false;
      return {
        feed: shared.feed,
        release() {
          if (released) return;
          released = true;
          shared.users -= 1;
          if (shared.users > 0) return;
          feeds.delete(key);
          shared.stop.abort();
        },
      };
    },
    replay: (options) => source.follow(options),
    size: () => feeds.size,
  };
}

function startFeed(source: EventSource, { stream, subjects, ends }: Topic): SharedFeed {
  const stop = new AbortController();
  const listeners = new Set<(event: StreamEvent) => void>();
  const latest = new Map<string, StreamEvent>();
  const caughtUp = Promise.withResolvers<void>();
  let isReady = false;

  source.follow({
    stream,
    subjects: [...subjects, ...ends],
    start: { kind: 'latest' },
    signal: stop.signal,
    onCaughtUp() {
      isReady = true;
      caughtUp.resolve();
    },
    onEvent(event) {
      const aggregate = aggregateOf(event);
      // Taken out first, so that the map stays in the order of the stream.
      latest.delete(aggregate);
      if (ends.some((end) => matches(end, event.subject))) return;
      latest.set(aggregate, event);
      for (const listener of listeners) listener(event);
    },
  });

  return {
    stop,
    users: 0,
    feed: {
      ready: caughtUp.promise,
      isReady: () => isReady,
      state: () => [...latest.values()],
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

function aggregateOf({ subject }: StreamEvent): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}
