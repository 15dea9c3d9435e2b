import { setTimeout as delay } from 'node:timers/promises';
import type { ConsumerInfo, ConsumerMessages, JetStreamManager, JsMsg } from 'nats';
import { findConsumer, MAX_IN_FLIGHT, type Source } from './durable-consumer.ts';
import { createHandling, type HandlingOptions } from './handling.ts';

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

/** What differs between consumers. */
export type Consuming = {
  /** Finds or creates the consumer. Undefined ends the consuming. */
  open(jsm: JetStreamManager): Promise<ConsumerInfo | undefined>;
  /** Whether a message is handled; one that is not is acknowledged. All are, without it. */
  readonly isWanted?: (message: JsMsg) => boolean;
  /** The highest number of messages that wait here. */
  readonly inFlight?: number;
};

const RETRY_MS = 500;
/**
 * The interval of the server's heartbeats while it has nothing to deliver. Two missing ones end the consumer.
 */
const HEARTBEAT_MS = 2_000;

/** Handles the messages of a durable consumer until it is closed, and reopens it whenever it is lost. */
export function consume(
  options: HandlingOptions,
  { stream, durable, service }: Source,
  { open, isWanted = () => true, inFlight = MAX_IN_FLIGHT }: Consuming,
): RunningConsumer {
  const { nats } = options;
  const log = options.log.child({ consumer: durable, stream: stream.name });
  const stopped = new AbortController();
  const handling = createHandling({ ...options, log }, { service, consumer: durable });
  let messages: ConsumerMessages | undefined;
  /** When the server created the current consumer: with another one, sequences start at 1 again. */
  let created: string | undefined;
  /** Whether this process has found or created the consumer before. */
  let wasOpened = false;
  // The server has lost the pending pull requests, and perhaps the stream: reopen at once.
  const stopListening = nats.onConnected(() => {
    created = undefined;
    void messages?.close();
  });

  /** Returns whether there is a consumer. */
  async function consumeOnce(): Promise<boolean> {
    const { js, jsm } = await nats.client;
    // One request where it is known, because each may take its whole time while a cluster elects a leader.
    const found = wasOpened ? await findConsumer(jsm, stream.name, durable) : undefined;
    const info = found ?? (await open(jsm));
    created = info?.created;
    if (info === undefined) return false;
    wasOpened = true;
    const opened = await js.consumers.getPullConsumerFor(info).consume({
      max_messages: inFlight,
      idle_heartbeat: HEARTBEAT_MS,
      abort_on_missing_resource: true,
      // Otherwise a missed heartbeat leads to a request for the consumer's state, which is retried only after
      // 30 s.
      bind: true,
      callback(message) {
        if (isWanted(message)) handling.take(message, () => created === info.created);
        else message.ack();
      },
    });
    messages = opened;
    // Closed while it was being opened.
    if (stopped.signal.aborted) void opened.close();
    log.debug('consuming');
    const end = await opened.closed();
    if (end instanceof Error) throw end;
    return true;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        if (!(await consumeOnce())) break;
      } catch (error) {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'consumer was interrupted');
      }
      await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  async function close(): Promise<void> {
    stopped.abort();
    stopListening();
    void messages?.close();
    // Not for the library's `close`, which would wait for a server that is down.
    await handling.close();
  }

  void run().then(close);
  return {
    async lag() {
      if (!nats.isConnected()) throw new Error('NATS is not connected');
      const { jsm } = await nats.client;
      const info = await jsm.consumers.info(stream.name, durable);
      return { waiting: info.num_pending, inFlight: info.num_ack_pending, redelivered: info.num_redelivered };
    },
    close,
  };
}
