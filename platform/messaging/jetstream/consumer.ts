import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JetStreamManager } from 'nats';
import { createHandling, type HandlingOptions } from './handling.ts';
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
  /** The context whose events are read. */
  readonly context: string;
  /** The service that reads: the server remembers for ever how far it has come. */
  readonly durable: string;
  /** The event names wanted, such as `paid`. A reader that wants others than before begins with the first event again. */
  readonly events: readonly string[];
};

/** A running reader; `close` waits for the events in hand. */
export type RunningConsumer = { close(): Promise<void> };

type Source = {
  readonly stream: StreamDefinition;
  readonly subjects: readonly string[];
  readonly service: string;
  /** The durable consumer's name. */
  readonly durable: string;
};

/** What a killed process had in hand comes again after this time; a living one asks for more of it. */
const ACK_WAIT_MS = 10_000;
/** Events in hand at once. */
const IN_FLIGHT = 256;
const RETRY_MS = 500;
/** A position that nobody has used for so long is that of a version that is gone. */
const INACTIVE_THRESHOLD_MS = 30 * 24 * 3_600_000;
/** The server says this often that it is there while it has nothing to deliver; two missing ones count as silence. */
const HEARTBEAT_MS = 5_000;

/**
 * Reads a context's events through a durable consumer, at least once each. It makes the stream and the consumer when
 * they are missing, and goes on by itself after NATS, the stream or the consumer was away.
 */
export function startConsumer(options: ConsumerOptions): RunningConsumer {
  const { context, durable, events } = options;
  return read(options, {
    stream: contextStream(context),
    subjects: events.map((event) => `${context}.${event}.*`),
    service: durable,
    durable: durableName(durable, events),
  });
}

/** Reads what one service is given once more, of all contexts; as `startConsumer` otherwise. */
export function startReplayConsumer(
  options: HandlingOptions & { readonly service: string },
): RunningConsumer {
  const { service } = options;
  return read(options, { stream: REPLAY, subjects: [`replay.${service}.>`], service, durable: service });
}

function read(options: HandlingOptions, source: Source): RunningConsumer {
  const { nats } = options;
  const { stream, durable } = source;
  const log = options.log.child({ consumer: durable, stream: stream.name });
  const stopped = new AbortController();
  const handling = createHandling({ ...options, log }, { service: source.service, consumer: durable });
  let messages: ConsumerMessages | undefined;
  /** When the server made the consumer: another time means that places count from 1 again. Unknown while it was away. */
  let made: string | undefined;
  // What was asked of the server before it went away is forgotten there, and the stream may be: begin anew at once.
  const stopWatching = nats.onConnected(() => {
    made = undefined;
    void messages?.close();
  });

  async function readOnce(): Promise<void> {
    const { js, jsm } = await nats.client;
    const madeNow = await ensureConsumer(jsm, source);
    made = madeNow;
    const consumer = await js.consumers.get(stream.name, durable);
    const reading = await consumer.consume({
      max_messages: IN_FLIGHT,
      idle_heartbeat: HEARTBEAT_MS,
      abort_on_missing_resource: true,
      // Without it a missed heartbeat leads to a look at the consumer, which after a failure is repeated only after 30 s.
      bind: true,
      callback: (message) => handling.take(message, () => made === madeNow),
    });
    messages = reading;
    // Stopped while it was being opened.
    if (stopped.signal.aborted) void reading.close();
    log.debug('reading');
    const end = await reading.closed();
    if (end instanceof Error) throw end;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await readOnce();
      } catch (error) {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'reading was interrupted');
      }
      await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  void run();
  return {
    async close() {
      stopped.abort();
      stopWatching();
      void messages?.close();
      // Only what is in hand: a request to a server that is away would be waited for in vain.
      await handling.close();
    },
  };
}

/**
 * The reader's name with a mark of what it wants. A version that wants more events has a position of its own: in that
 * of the version before it, the events that are new to it were passed over.
 */
function durableName(service: string, events: readonly string[]): string {
  const wanted = createHash('sha256').update(events.toSorted().join()).digest('hex');
  return `${service}-${wanted.slice(0, 8)}`;
}

/** Makes sure that stream and consumer are there; returns when the consumer was made. */
async function ensureConsumer(jsm: JetStreamManager, { stream, subjects, durable }: Source): Promise<string> {
  await ensureStream(jsm, stream);
  const config = {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    filter_subjects: [...subjects],
    ack_wait: ACK_WAIT_MS * NANOS,
    max_ack_pending: IN_FLIGHT,
    max_deliver: -1,
    inactive_threshold: INACTIVE_THRESHOLD_MS * NANOS,
  };
  try {
    return (await jsm.consumers.add(stream.name, config)).created;
  } catch (error) {
    // Made by a version of this service with other settings.
    if (apiErrorCode(error) !== API_ERROR.consumerExists) throw error;
    return (await jsm.consumers.update(stream.name, durable, config)).created;
  }
}
