import { setTimeout as delay } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  createInbox,
  DeliverPolicy,
  type JetStreamManager,
} from 'nats';
import type { Logger } from '../../telemetry/logger.ts';
import type { ReceivedEvent } from '../event.ts';
import type { NatsClient, NatsLink } from './connection.ts';
import { createOrderedDelivery } from './ordered-delivery.ts';

export type FollowOptions = {
  readonly stream: string;
  /** Subjects to follow, with `*` for any token; none may be covered by another. */
  readonly subjects: readonly string[];
  /** `latest`: the last event of each subject, then all that follow. `after`: all that lie behind a place. */
  readonly start: { readonly kind: 'latest' } | { readonly kind: 'after'; readonly sequence: number };
  /** Called once per event, in the order of the stream. */
  readonly onEvent: (event: ReceivedEvent) => void;
  /** Called once, when all that was there at the start has been given; the stream went from `first` to `last` then. */
  readonly onCaughtUp: (last: number, first: number) => void;
  /** Ends the following. */
  readonly signal: AbortSignal;
};

export type EventFollower = {
  follow(options: FollowOptions): void;
};

const RETRY_MS = 250;
const HEARTBEAT_MS = 5_000;
/** The server removes a consumer that nobody listens to after this. */
const INACTIVE_THRESHOLD_MS = 30_000;
const NANOS = 1_000_000;

/**
 * Reads events for those who keep nothing: an ordered consumer without acknowledgement, made anew behind the last
 * event seen whenever it breaks, NATS was away, or the stream is not there yet (which counts as empty).
 */
export function createEventFollower({
  nats,
  log,
}: {
  readonly nats: NatsLink;
  readonly log: Logger;
}): EventFollower {
  return {
    follow(options) {
      const { stream, subjects, signal } = options;
      const ofFollower = log.child({ stream, subjects: subjects.slice(0, 5) });
      // A filter without subjects would be one without limits.
      if (subjects.length === 0) return options.onCaughtUp(Number.MAX_SAFE_INTEGER, 0);
      void keepFollowing(nats, options, ofFollower).catch((error: unknown) => {
        if (!signal.aborted) ofFollower.error({ err: error }, 'following events ended');
      });
    },
  };
}

/** How far a follower has come; kept over the consumers that it goes through. */
type Progress = {
  /** The place behind which to go on; undefined before the first start. */
  position: number | undefined;
  /** When the stream was made: another time means another stream. */
  created: string | undefined;
  caughtUp: boolean;
};

async function keepFollowing(nats: NatsLink, options: FollowOptions, log: Logger): Promise<void> {
  const { start, signal } = options;
  const progress: Progress = {
    position: start.kind === 'after' ? start.sequence : undefined,
    created: undefined,
    caughtUp: false,
  };
  while (!signal.aborted) {
    try {
      await followOnce(nats, options, progress, log);
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'following goes on with a new consumer');
    }
    if (!signal.aborted) await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Follows with one consumer until it breaks; rejects then. */
async function followOnce(
  nats: NatsLink,
  options: FollowOptions,
  progress: Progress,
  log: Logger,
): Promise<void> {
  const { connection, jsm } = await orAborted(untilConnected(nats), options.signal);
  const { last, first, created } = await streamState(jsm, options.stream);
  if (progress.created !== undefined && created !== undefined && created !== progress.created) {
    log.warn({ position: progress.position }, 'the stream was made anew; following it from its first event');
    progress.position = 0;
  }
  progress.created = created ?? progress.created;
  if (last === 0) {
    // Empty or not there: whatever comes is a change, from the first event on.
    progress.position ??= 0;
    if (!progress.caughtUp) caughtUp(options, progress, { last, first });
  }

  const broken = Promise.withResolvers<never>();
  // It may break before anybody waits for that.
  broken.promise.catch(() => undefined);
  const inbox = createInbox();
  const delivery = createOrderedDelivery({
    after: progress.position ?? 0,
    onEvent: (event) => {
      if (!options.signal.aborted) options.onEvent(event);
    },
    onUnreadable: (error, message) => log.error({ err: error, ...message }, 'an event could not be read'),
    onPlace: (sequence) => {
      progress.position = sequence;
    },
    onComplete: (place) => {
      if (!progress.caughtUp) caughtUp(options, progress, { last: place, first });
    },
    onBroken: (reason) => broken.reject(new Error(reason)),
    answer: (subject) => connection.publish(subject),
  });
  const stopWatching = nats.onConnected(() => broken.reject(new Error('reconnected')));
  const subscription = connection.subscribe(inbox, {
    callback(error, message) {
      if (error) broken.reject(error);
      else delivery.take(message);
    },
  });
  const heartbeats = setInterval(() => {
    if (delivery.isSilent()) broken.reject(new Error('no heartbeat'));
  }, HEARTBEAT_MS * 2);
  let consumer: ConsumerInfo | undefined;
  try {
    consumer = await jsm.consumers.add(options.stream, consumerConfig(options, progress, inbox));
    // Counted at one moment: what it has delivered and what waits is all that was there.
    delivery.expect(consumer.delivered.consumer_seq + consumer.num_pending, last);
    await orAborted(broken.promise, options.signal);
  } finally {
    clearInterval(heartbeats);
    stopWatching();
    subscription.unsubscribe();
    if (consumer && nats.isConnected()) {
      jsm.consumers.delete(options.stream, consumer.name).catch((error: unknown) => {
        log.debug({ err: error }, 'a consumer is left for the server to forget');
      });
    }
  }
}

/** The client as soon as its server can be reached: a request before that would only run into its time limit. */
async function untilConnected(nats: NatsLink): Promise<NatsClient> {
  const client = await nats.client;
  if (nats.isConnected()) return client;
  return new Promise((resolve) => {
    const stop = nats.onConnected(() => {
      stop();
      resolve(client);
    });
  });
}

function caughtUp(
  options: FollowOptions,
  progress: Progress,
  { last, first }: { readonly last: number; readonly first: number },
): void {
  progress.caughtUp = true;
  progress.position = Math.max(progress.position ?? 0, options.start.kind === 'latest' ? last : 0);
  options.onCaughtUp(last, first);
}

function consumerConfig(
  { subjects }: FollowOptions,
  { position }: Progress,
  inbox: string,
): Partial<ConsumerConfig> {
  const [only] = subjects;
  return {
    deliver_subject: inbox,
    ...(subjects.length === 1 && only ? { filter_subject: only } : { filter_subjects: [...subjects] }),
    ...(position === undefined
      ? { deliver_policy: DeliverPolicy.LastPerSubject }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: position + 1 }),
    ack_policy: AckPolicy.None,
    max_deliver: 1,
    flow_control: true,
    idle_heartbeat: HEARTBEAT_MS * NANOS,
    inactive_threshold: INACTIVE_THRESHOLD_MS * NANOS,
    mem_storage: true,
    num_replicas: 1,
  };
}

/** The first and last place of a stream and when it was made; 0 and undefined when it is not there. */
async function streamState(
  jsm: JetStreamManager,
  stream: string,
): Promise<{ readonly last: number; readonly first: number; readonly created?: string }> {
  try {
    const { state, created } = await jsm.streams.info(stream);
    return { last: state.last_seq, first: state.first_seq, created: String(created) };
  } catch (error) {
    if (isStreamNotFound(error)) return { last: 0, first: 0 };
    throw error;
  }
}

/** JetStream's error number for a stream that does not exist. */
const STREAM_NOT_FOUND = 10_059;

function isStreamNotFound(error: unknown): boolean {
  if (!(error instanceof Error) || !('api_error' in error)) return false;
  const api: unknown = error.api_error;
  return typeof api === 'object' && api !== null && 'err_code' in api && api.err_code === STREAM_NOT_FOUND;
}

/** Waits for a promise; rejects as soon as the signal aborts. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
