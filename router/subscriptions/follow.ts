import { GraphQLError } from 'graphql';
import { forbidden } from '../../platform/identity/index.ts';
import { badUserInput } from '../operations/failures.ts';
import { type Channel, createChannel } from './channel.ts';
import type { StreamEvent } from './event-source.ts';
import type { Feed, Feeds, Topic } from './feeds.ts';

/** An event on its way to one subscriber. */
export type Delivery = { readonly kind: 'SNAPSHOT' | 'CHANGE'; readonly event: StreamEvent };

export type FollowRequest = {
  readonly topic: Topic;
  /** Whether to begin with the state there is. */
  readonly snapshot: boolean;
  /** Go on behind this place of the stream, instead of with a snapshot. */
  readonly after: number | undefined;
  /** Whether the caller may see an event; undefined where everybody may. */
  readonly isVisible: ((event: StreamEvent) => boolean) | undefined;
};

export type FollowLimits = {
  /** Changes that may wait for a slow subscriber. */
  readonly queue: number;
  /** Milliseconds in which a guarded subscription's first event must come. */
  readonly grace: number;
};

/** Events that a cursor may lie behind; more would be held in memory at once. */
const LONGEST_REPLAY = 10_000;

/**
 * The events that one subscriber gets: a snapshot or what it missed, then the changes, without a gap or a double
 * between them. Ends with a GraphQLError when the caller may not see what it asked for, gives a cursor that leads
 * nowhere, or is slower than its queue is long.
 */
export function followEvents(
  feeds: Feeds,
  request: FollowRequest,
  limits: FollowLimits,
): AsyncGenerator<Delivery, void, undefined> {
  const left = new AbortController();
  const { feed, release } = feeds.acquire(request.topic);
  const channel = createChannel<Delivery>({
    capacity: limits.queue,
    onClose() {
      left.abort();
      release();
    },
  });
  void run({ feeds, feed, request, limits, channel, left: left.signal }).catch((error: unknown) =>
    channel.fail(error instanceof Error ? error : new Error(String(error))),
  );
  return channel.items;
}

type Run = {
  readonly feeds: Feeds;
  readonly feed: Feed;
  readonly request: FollowRequest;
  readonly limits: FollowLimits;
  readonly channel: Channel<Delivery>;
  readonly left: AbortSignal;
};

async function run({ feeds, feed, request, limits, channel, left }: Run): Promise<void> {
  const { isVisible, after, snapshot, topic } = request;
  /** What comes before this subscriber is ready for it. */
  let early: StreamEvent[] | undefined = [];

  function deliver(event: StreamEvent): void {
    if (isVisible && !isVisible(event)) channel.fail(notYours());
    else if (!channel.push({ kind: 'CHANGE', event })) channel.fail(tooSlow());
  }

  const stopListening = feed.listen((event) => {
    if (!early) deliver(event);
    else if (feed.isReady()) early.push(event);
  });
  left.addEventListener('abort', stopListening, { once: true });

  await orLeft(feed.ready, left);
  if (isVisible && !left.aborted) {
    // Nothing to see and not yours to see are one answer, so that nobody learns what exists.
    const known = await firstState(feed, limits.grace, left);
    if (!left.aborted && (known.length === 0 || !known.every(isVisible))) throw notYours();
  }
  const missed = after === undefined ? undefined : await replay(feeds, topic, after, left);
  if (left.aborted) return;

  // From here on nothing is awaited: what came early is in the snapshot, in the replay, or delivered now.
  if (missed) {
    if (isVisible && !missed.every(isVisible)) throw notYours();
    channel.preload(missed.map((event) => ({ kind: 'CHANGE', event })));
  } else if (snapshot) {
    channel.preload(feed.state().map((event) => ({ kind: 'SNAPSHOT', event })));
    early = [];
  }
  const reached = missed?.at(-1)?.sequence ?? after ?? 0;
  const late = early.filter((event) => event.sequence > reached);
  early = undefined;
  for (const event of late) deliver(event);
}

/** The events behind a cursor that are in the stream now. */
async function replay(
  feeds: Feeds,
  { stream, subjects }: Topic,
  after: number,
  left: AbortSignal,
): Promise<readonly StreamEvent[]> {
  const events: StreamEvent[] = [];
  const stop = new AbortController();
  const caughtUp = Promise.withResolvers<void>();
  // It may fail when nobody waits any more.
  caughtUp.promise.catch(() => undefined);
  feeds.replay({
    stream,
    subjects,
    start: { kind: 'after', sequence: after },
    signal: AbortSignal.any([stop.signal, left]),
    onEvent(event) {
      events.push(event);
      if (events.length > LONGEST_REPLAY) {
        caughtUp.reject(badUserInput('after: this cursor lies too far back; subscribe without it.'));
      }
    },
    onCaughtUp(last) {
      if (last >= after) caughtUp.resolve();
      else
        caughtUp.reject(badUserInput('after: this cursor is not one of this stream; subscribe without it.'));
    },
  });
  try {
    await orLeft(caughtUp.promise, left);
    return events;
  } finally {
    stop.abort();
  }
}

/** The feed's state as soon as there is any, or the empty state when the time is over. */
async function firstState(feed: Feed, grace: number, left: AbortSignal): Promise<readonly StreamEvent[]> {
  const known = feed.state();
  if (known.length > 0) return known;
  const first = Promise.withResolvers<void>();
  const stopListening = feed.listen(() => first.resolve());
  const timer = setTimeout(() => first.resolve(), grace);
  await orLeft(first.promise, left);
  clearTimeout(timer);
  stopListening();
  return feed.state();
}

/** Waits for a promise, or until the subscriber has left. */
function orLeft(promise: Promise<void>, left: AbortSignal): Promise<void> {
  if (left.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const leave = () => resolve();
    left.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => left.removeEventListener('abort', leave));
  });
}

function notYours(): GraphQLError {
  return forbidden('This does not exist, or it is not yours to follow.');
}

function tooSlow(): GraphQLError {
  return new GraphQLError(
    'Changes came faster than you took them. Subscribe again with `after` set to the last cursor that you received.',
    { extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } },
  );
}
