import { setTimeout as delay } from 'node:timers/promises';
import { AckPolicy, type ConsumerConfig, type ConsumerInfo, DeliverPolicy } from 'nats';
import type { Logger } from '../../telemetry/logger.ts';
import type { ReceivedEvent } from '../event.ts';
import type { NatsClient, NatsLink } from './connection.ts';
import { createOrderedDelivery } from './ordered-delivery.ts';
import { completeFrom } from './retention.ts';
import { API_ERROR, apiErrorCode, NANOS, wholeSince } from './streams.ts';

export type FollowRequest = {
  readonly stream: string;
  /** The subjects to follow, with `*` for any token. They must not overlap. */
  readonly subjects: readonly string[];
  /**
   * `latest`: the last event of each subject, then all later ones. `after`: all events after a stream
   * sequence. `new`: all events from now on.
   */
  readonly start: { readonly kind: 'latest' | 'new' } | { readonly kind: 'after'; readonly sequence: number };
  /** Whether an event is delivered; the others are not decoded. All are when it is left out. */
  readonly wants?: ((subject: string, sequence: number) => boolean) | undefined;
  /** Called once per event, in the order of the stream. */
  readonly onEvent: (event: ReceivedEvent) => void;
  /**
   * Called once, after the events that existed at the start. `last` is the stream's last sequence at that
   * time. From `first` on the stream had all of its events then; only a request `after` a position asks.
   */
  readonly onCaughtUp: (last: number, first: number) => void;
  /** Ends the delivery. No event is delivered after it has aborted. */
  readonly signal: AbortSignal;
};

export type EventFollower = {
  follow(request: FollowRequest): void;
};

const RETRY_MS = 250;
/** Short, since live changes pause until two are missed. */
const HEARTBEAT_MS = 2_000;
/** The server removes a consumer without a subscriber after this time. */
const INACTIVE_THRESHOLD_MS = 30_000;

/**
 * Delivers events to readers that store no position: through an ordered consumer without acknowledgements,
 * which is replaced by one after the last delivered event when it breaks, when NATS was away, or when the
 * stream does not exist yet. ADR 0017 says why it is not the client library's ordered consumer.
 */
export function createEventFollower({
  nats,
  log,
}: {
  readonly nats: NatsLink;
  readonly log: Logger;
}): EventFollower {
  return {
    follow(request) {
      const { stream, subjects, signal } = request;
      const requestLog = log.child({ stream, subjects: subjects.slice(0, 5) });
      // The server takes an empty filter for all subjects.
      if (subjects.length === 0) return request.onCaughtUp(Number.MAX_SAFE_INTEGER, 0);
      void followUntilAborted(nats, request, requestLog).catch((error: unknown) => {
        if (!signal.aborted) requestLog.error({ err: error }, 'event follower ended');
      });
    },
  };
}

/** The state that outlives a consumer. */
type Progress = {
  /** The stream sequence to continue after; undefined before the first consumer of a `latest` request. */
  position: number | undefined;
  /** When the stream was created: another time means another stream. */
  created: string | undefined;
  isCaughtUp: boolean;
};

async function followUntilAborted(nats: NatsLink, request: FollowRequest, log: Logger): Promise<void> {
  const { start, signal } = request;
  const progress: Progress = {
    position: start.kind === 'after' ? start.sequence : undefined,
    created: undefined,
    isCaughtUp: false,
  };
  while (!signal.aborted) {
    try {
      await followOnce(nats, request, progress, log);
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'event follower continues with a new consumer');
    }
    if (!signal.aborted) await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Follows through one consumer. Rejects when that breaks or the signal aborts. */
async function followOnce(
  nats: NatsLink,
  request: FollowRequest,
  progress: Progress,
  log: Logger,
): Promise<void> {
  const client = await orAborted(untilConnected(nats), request.signal);
  const { connection, jsm, newInbox } = client;
  const { last, first, created } = await streamState(client, request, progress);
  if (progress.created !== undefined && created !== undefined && created !== progress.created) {
    log.warn({ position: progress.position }, 'stream was recreated: following it from its first event');
    progress.position = 0;
  }
  progress.created = created ?? progress.created;
  if (request.start.kind === 'new' && !progress.isCaughtUp) {
    progress.position = last;
    reportCaughtUp(request, progress, { last, first });
  } else if (last === 0) {
    // The stream is empty or missing, so that each event to come is a change.
    progress.position ??= 0;
    if (!progress.isCaughtUp) reportCaughtUp(request, progress, { last, first });
  }

  const broken = Promise.withResolvers<never>();
  // It may reject before it is awaited.
  broken.promise.catch(() => undefined);
  const inbox = newInbox();
  const delivery = createOrderedDelivery({
    after: progress.position ?? 0,
    wants: (subject, sequence) => !request.signal.aborted && (request.wants?.(subject, sequence) ?? true),
    onEvent: request.onEvent,
    onUnreadable: (error, message) => log.error({ err: error, ...message }, 'event cannot be read'),
    onSequence: (sequence) => {
      progress.position = sequence;
    },
    onComplete: (sequence) => {
      if (!progress.isCaughtUp) reportCaughtUp(request, progress, { last: sequence, first });
    },
    onBroken: (reason) => broken.reject(new Error(reason)),
    respond: (subject) => connection.publish(subject),
  });
  const stopListening = nats.onConnected(() => broken.reject(new Error('reconnected')));
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
    consumer = await jsm.consumers.add(request.stream, consumerConfig(request, progress, inbox));
    // The server counts both at one moment, so that their sum is the number of events at the start.
    delivery.expect(consumer.delivered.consumer_seq + consumer.num_pending, last);
    await orAborted(broken.promise, request.signal);
  } finally {
    clearInterval(heartbeats);
    stopListening();
    subscription.unsubscribe();
    if (consumer && nats.isConnected()) {
      jsm.consumers.delete(request.stream, consumer.name).catch((error: unknown) => {
        log.debug({ err: error }, 'consumer is left to its inactive threshold');
      });
    }
  }
}

/** The client, once the server can be reached: an earlier request would only time out. */
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

function reportCaughtUp(
  request: FollowRequest,
  progress: Progress,
  { last, first }: { readonly last: number; readonly first: number },
): void {
  progress.isCaughtUp = true;
  progress.position = Math.max(progress.position ?? 0, request.start.kind === 'after' ? 0 : last);
  request.onCaughtUp(last, first);
}

function consumerConfig(
  { subjects }: FollowRequest,
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

/**
 * The last sequence of a stream, the one from which on it has all of its events, and when it was created; 0
 * and undefined for a missing stream.
 */
async function streamState(
  client: NatsClient,
  { stream, start }: FollowRequest,
  { isCaughtUp }: Progress,
): Promise<{ readonly last: number; readonly first: number; readonly created?: string }> {
  try {
    const { config, state, created } = await client.jsm.streams.info(stream);
    const { last_seq: last, first_seq } = state;
    const since = wholeSince(config);
    const first =
      since === undefined || start.kind !== 'after' || isCaughtUp
        ? first_seq
        : Math.max(first_seq, await completeFrom(client, { stream, last, since }));
    return { last, first, created: String(created) };
  } catch (error) {
    if (apiErrorCode(error) === API_ERROR.streamNotFound) return { last: 0, first: 0 };
    throw error;
  }
}

/** Waits for a promise. Rejects as soon as the signal aborts. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
