import { setTimeout as delay } from 'node:timers/promises';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JetStreamManager } from 'nats';
import { createHandling, type HandlingOptions } from './handling.ts';
import { durableName } from './names.ts';
import {
  API_ERROR,
  apiErrorCode,
  contextStream,
  ensureStream,
  NANOS,
  REPLAY,
  type StreamDefinition,
} from './streams.ts';

export type ConsumerOptions = HandlingOptions & {
  /** The context whose events are consumed. */
  readonly context: string;
  /** The name of the service. The server keeps its position. */
  readonly durable: string;
  /** The names of the events to consume, such as `paid`. A changed list starts at the first event again. */
  readonly events: readonly string[];
};

/** How far a consumer is behind, in events. */
export type ConsumerLag = {
  /** Not delivered yet. */
  readonly waiting: number;
  /** Delivered, and not acknowledged yet. */
  readonly inFlight: number;
  /** Those in flight that were delivered more than once. */
  readonly redelivered: number;
};

export type RunningConsumer = {
  /** What the service has not handled. Rejects when the server does not tell in time. */
  lag(): Promise<ConsumerLag>;
  /** Waits for the events in flight. */
  close(): Promise<void>;
};

type Source = {
  readonly stream: StreamDefinition;
  readonly subjects: readonly string[];
  readonly service: string;
  /** The durable consumer's name. */
  readonly durable: string;
};

/** Events of a killed process are redelivered after this time. A running one extends it. */
const ACK_WAIT_MS = 10_000;
/** The highest number of events in flight. */
const MAX_IN_FLIGHT = 256;
const RETRY_MS = 500;
/** A position that was unused for this time belongs to a version that no longer runs. */
const INACTIVE_THRESHOLD_MS = 30 * 24 * 3_600_000;
/**
 * The interval of the server's heartbeats while it has nothing to deliver. Two missing ones end the consumer.
 */
const HEARTBEAT_MS = 5_000;

/**
 * Consumes a context's events at least once each through a durable consumer. It creates the stream and the
 * consumer if they do not exist, and recovers by itself when NATS, the stream or the consumer was lost.
 */
export function startConsumer(options: ConsumerOptions): RunningConsumer {
  const { context, durable, events } = options;
  return consume(options, {
    stream: contextStream(context),
    subjects: events.map((event) => `${context}.${event}.*`),
    service: durable,
    durable: durableName(durable, events),
  });
}

/** Consumes the dead letters of all contexts that are replayed to a service; otherwise as `startConsumer`. */
export function startReplayConsumer(
  options: HandlingOptions & { readonly service: string },
): RunningConsumer {
  const { service } = options;
  return consume(options, { stream: REPLAY, subjects: [`replay.${service}.>`], service, durable: service });
}

function consume(options: HandlingOptions, source: Source): RunningConsumer {
  const { nats } = options;
  const { stream, durable } = source;
  const log = options.log.child({ consumer: durable, stream: stream.name });
  const stopped = new AbortController();
  const handling = createHandling({ ...options, log }, { service: source.service, consumer: durable });
  let messages: ConsumerMessages | undefined;
  /** When the server created the current consumer: with another one, sequences start at 1 again. */
  let created: string | undefined;
  // The server has lost the pending pull requests, and perhaps the stream: reopen at once.
  const stopListening = nats.onConnected(() => {
    created = undefined;
    void messages?.close();
  });

  async function consumeOnce(): Promise<void> {
    const { js, jsm } = await nats.client;
    const createdNow = await ensureConsumer(jsm, source);
    created = createdNow;
    const consumer = await js.consumers.get(stream.name, durable);
    const opened = await consumer.consume({
      max_messages: MAX_IN_FLIGHT,
      idle_heartbeat: HEARTBEAT_MS,
      abort_on_missing_resource: true,
      // Otherwise a missed heartbeat leads to a request for the consumer's state, which is retried only after
      // 30 s.
      bind: true,
      callback: (message) => handling.take(message, () => created === createdNow),
    });
    messages = opened;
    // Closed while it was being opened.
    if (stopped.signal.aborted) void opened.close();
    log.debug('consuming');
    const end = await opened.closed();
    if (end instanceof Error) throw end;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await consumeOnce();
      } catch (error) {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'consumer was interrupted');
      }
      await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  void run();
  return {
    async lag() {
      if (!nats.isConnected()) throw new Error('NATS is not connected');
      const { jsm } = await nats.client;
      const info = await jsm.consumers.info(stream.name, durable);
      return { waiting: info.num_pending, inFlight: info.num_ack_pending, redelivered: info.num_redelivered };
    },
    async close() {
      stopped.abort();
      stopListening();
      void messages?.close();
      // Not for the library's `close`, which would wait for a server that is down.
      await handling.close();
    },
  };
}

/** Creates the stream and the consumer if they do not exist. Returns the creation time of the consumer. */
async function ensureConsumer(jsm: JetStreamManager, { stream, subjects, durable }: Source): Promise<string> {
  await ensureStream(jsm, stream);
  const config = {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    filter_subjects: [...subjects],
    ack_wait: ACK_WAIT_MS * NANOS,
    max_ack_pending: MAX_IN_FLIGHT,
    max_deliver: -1,
    inactive_threshold: INACTIVE_THRESHOLD_MS * NANOS,
  };
  try {
    return (await jsm.consumers.add(stream.name, config)).created;
  } catch (error) {
    // It was created by a version of this service with other settings.
    if (apiErrorCode(error) !== API_ERROR.consumerExists) throw error;
    return (await jsm.consumers.update(stream.name, durable, config)).created;
  }
}
