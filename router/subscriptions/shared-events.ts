import { matchesSubject } from '../../platform/messaging/subjects.ts';
import { createFairQueue } from '../../platform/resilience/fair-queue.ts';
import type { EventSource, EventSubscription, StreamEvent } from './event-source.ts';
import { lastToken } from './topic.ts';

/** Reads of the stream at one time, of all clients and of one. */
const READS = { all: 16, ofClient: { alone: 2, besideOthers: 2 } } as const;
/** A read waits until the server is there again, however long: after this time it takes its turn anew. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Follows the events of single aggregates through one subscription for all of them: an event is looked up by
 * the last token of its subject, which names the aggregate. So following an aggregate costs the server one
 * look-up of its last event and nothing from then on, whether the aggregate exists or not.
 *
 * What cannot be shared goes to the source: the events of all aggregates, and those after a position. Clients
 * take turns with both kinds of reads.
 */
export function createSharedEvents(source: EventSource): EventSource {
  const shared = new Map<string, SharedFollower>();
  const reads = createFairQueue({
    places: () => READS.all,
    placesPerFlow: READS.ofClient,
    // What a client may follow is bounded elsewhere.
    waitingPerFlow: Number.POSITIVE_INFINITY,
  });

  /** Runs a read in its turn. It ends when `done` is called or the signal aborts. */
  async function inTurn(
    { client = '', signal }: Pick<EventSubscription, 'client' | 'signal'>,
    read: Read,
  ): Promise<void> {
    while (!(await reads.enter(client, MAX_WAIT_MS, { signal }))) if (signal.aborted) return;
    const done = once(() => {
      signal.removeEventListener('abort', done);
      reads.leave(client);
    });
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    else read(done);
  }

  return {
    latest: source.latest,
    follow(options) {
      const { start, stream, subjects, signal } = options;
      if (signal.aborted) return;
      if (start.kind === 'after') {
        void inTurn(options, (done) => source.follow(endingWith(options, done)));
        return;
      }
      if (start.kind === 'new' || subjects.length === 0 || subjects.some(isOfAll))
        return source.follow(options);
      const patterns = [...new Set(subjects.map(ofAll))].sort();
      const key = JSON.stringify([stream, patterns]);
      const known = shared.get(key);
      const follower = known ?? createSharedFollower({ source, stream, patterns, inTurn, onIdle: forget });
      shared.set(key, follower);
      follower.join(options);

      function forget(): void {
        if (shared.get(key) === follower) shared.delete(key);
      }
    },
  };
}

type Read = (done: () => void) => void;

/** One of those who share a subscription. */
type Joined = {
  readonly options: EventSubscription;
  /** The patterns of its subjects by their last token. */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
  /** Events that came while its last events are read; undefined afterwards. */
  held: StreamEvent[] | undefined;
  /** Events up to this position were among its last events, or are outdated by them. */
  readUpTo: number;
  /** The stream was recreated while its last events are read. */
  isOutdated: boolean;
};

type SharedFollower = { join(options: EventSubscription): void };

function createSharedFollower({
  source,
  stream,
  patterns,
  inTurn,
  onIdle,
}: {
  readonly source: EventSource;
  readonly stream: string;
  readonly patterns: readonly string[];
  readonly inTurn: (options: EventSubscription, read: Read) => Promise<void>;
  /** Called when the last one has left. It ends then. */
  readonly onIdle: () => void;
}): SharedFollower {
  const byToken = new Map<string, Set<Joined>>();
  const all = new Set<Joined>();
  const stop = new AbortController();
  let isReady = false;
  /** The last message that has passed, wanted or not. */
  let passed: { readonly subject: string; readonly sequence: number } | undefined;

  source.follow({
    stream,
    subjects: patterns,
    start: { kind: 'new' },
    signal: stop.signal,
    wants(subject, sequence) {
      if (passed && sequence <= passed.sequence) startAgain();
      passed = { subject, sequence };
      return byToken.has(lastToken(subject));
    },
    onCaughtUp() {
      isReady = true;
      for (const each of all) begin(each);
    },
    onEvent(event) {
      for (const each of byToken.get(lastToken(event.subject)) ?? []) pass(each, event);
    },
  });

  /** The stream was recreated: all of its events are new. */
  function startAgain(): void {
    for (const each of all) {
      each.readUpTo = 0;
      each.isOutdated = each.held !== undefined;
    }
  }

  function pass(joined: Joined, event: StreamEvent): void {
    const { held, readUpTo, options } = joined;
    const wanted = joined.patterns.get(lastToken(event.subject)) ?? [];
    if (!wanted.some((pattern) => matchesSubject(pattern, event.subject))) return;
    if (held) held.push(event);
    else if (event.sequence > readUpTo) options.onEvent(event);
  }

  /** Reads the last events in its turn. */
  function begin(joined: Joined): void {
    void inTurn(joined.options, (done) => void readLatest(joined).finally(done));
  }

  /** Passes the last events on, and after them what has come meanwhile. */
  async function readLatest(joined: Joined): Promise<void> {
    const { options } = joined;
    const { subjects, signal } = options;
    const latest = await unlessAborted(
      signal,
      source.latest({ stream, subjects, notBefore: passed, signal }),
    );
    if (signal.aborted) return;
    if (joined.isOutdated) {
      joined.isOutdated = false;
      return begin(joined);
    }
    // Its events cannot be read without being followed.
    if (!latest) return leaveTo(joined, source);
    const { held = [] } = joined;
    joined.held = undefined;
    joined.readUpTo = latest.upTo;
    for (const event of latest.events) options.onEvent(event);
    options.onCaughtUp(latest.upTo, 1);
    for (const event of held) if (event.sequence > latest.upTo) options.onEvent(event);
  }

  function leaveTo(joined: Joined, other: EventSource): void {
    remove(joined);
    other.follow(joined.options);
  }

  function remove(joined: Joined): void {
    if (!all.delete(joined)) return;
    for (const token of joined.patterns.keys()) {
      const those = byToken.get(token);
      those?.delete(joined);
      if (those?.size === 0) byToken.delete(token);
    }
    if (all.size > 0) return;
    onIdle();
    stop.abort();
  }

  return {
    join(options) {
      const tokens = Map.groupBy(options.subjects, lastToken);
      const joined: Joined = { options, patterns: tokens, held: [], readUpTo: 0, isOutdated: false };
      all.add(joined);
      for (const token of tokens.keys()) {
        const those = byToken.get(token) ?? new Set();
        byToken.set(token, those.add(joined));
      }
      options.signal.addEventListener('abort', () => remove(joined), { once: true });
      if (isReady) begin(joined);
    },
  };
}

/** The result, or undefined when it is missing because the signal has aborted. */
async function unlessAborted<T>(signal: AbortSignal, result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** The options of a read that is done when it has caught up. */
function endingWith(options: EventSubscription, done: () => void): EventSubscription {
  return {
    ...options,
    onCaughtUp(last, first) {
      done();
      options.onCaughtUp(last, first);
    },
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}

function isOfAll(subject: string): boolean {
  return lastToken(subject) === '*';
}

/** The subject with any aggregate. */
function ofAll(subject: string): string {
  return subject.slice(0, subject.length - lastToken(subject).length).concat('*');
}
