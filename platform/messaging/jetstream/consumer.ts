import { setTimeout as delay } from 'node:timers/promises';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JetStreamManager, type JsMsg } from 'nats';
import type { Logger } from '../../telemetry/logger.ts';
import type { ReceivedEvent } from '../event.ts';
import { decodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { ensureStream, NANOS, streamOf } from './streams.ts';

export type ConsumerOptions = {
  readonly nats: NatsLink;
  /** The context whose events are read. */
  readonly context: string;
  /** Names this reader for ever: the server remembers how far it has come. */
  readonly durable: string;
  /** The event names wanted, such as `paid`. */
  readonly events: readonly string[];
  /** Handles one event; when it throws, the event comes again later. Events of one aggregate come one after the other. */
  readonly handle: (event: ReceivedEvent) => Promise<void>;
  readonly log: Logger;
};

/** A running reader; `close` waits for the events in hand. */
export type RunningConsumer = { close(): Promise<void> };

const ACK_WAIT_MS = 30_000;
/** Events in hand at once. */
const IN_FLIGHT = 256;
const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

/**
 * Reads a context's events through a durable consumer, at least once each. It makes the stream and the consumer when
 * they are missing, and goes on by itself after NATS, the stream or the consumer was away.
 */
export function startConsumer(options: ConsumerOptions): RunningConsumer {
  const { nats, context, durable, handle } = options;
  const log = options.log.child({ consumer: durable, stream: streamOf(context) });
  const stopped = new AbortController();
  /** The last piece of work per aggregate; the next one waits for it. */
  const chains = new Map<string, Promise<void>>();
  let messages: ConsumerMessages | undefined;

  async function work(message: JsMsg): Promise<void> {
    try {
      await handle(decodeEvent(message));
      message.ack();
    } catch (error) {
      const wait = Math.min(RETRY_MS * 2 ** (message.info.redeliveryCount - 1), MAX_RETRY_MS);
      log.error({ err: error, subject: message.subject, retryInMs: wait }, 'an event could not be handled');
      message.nak(wait);
    }
  }

  function enqueue(message: JsMsg): void {
    if (stopped.signal.aborted) {
      message.nak();
      return;
    }
    const aggregate = message.subject.slice(message.subject.lastIndexOf('.') + 1);
    const chain = (chains.get(aggregate) ?? Promise.resolve()).then(() => work(message));
    chains.set(aggregate, chain);
    void chain.then(() => {
      if (chains.get(aggregate) === chain) chains.delete(aggregate);
    });
  }

  async function read(): Promise<void> {
    const { js, jsm } = await nats.client;
    await ensureConsumer(jsm, options);
    const consumer = await js.consumers.get(streamOf(context), durable);
    if (stopped.signal.aborted) return;
    messages = await consumer.consume({
      max_messages: IN_FLIGHT,
      abort_on_missing_resource: true,
      callback: enqueue,
    });
    log.debug('reading');
    const end = await messages.closed();
    if (end instanceof Error) throw end;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await read();
      } catch (error) {
        log.warn({ err: error }, 'reading was interrupted');
      }
      await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async close() {
      stopped.abort();
      void messages?.close();
      await Promise.all(chains.values());
      // Without a server the first connection may never come: nothing is in hand then.
      if (messages) await running;
    },
  };
}

async function ensureConsumer(
  jsm: JetStreamManager,
  { context, durable, events }: ConsumerOptions,
): Promise<void> {
  await ensureStream(jsm, context);
  const filters = events.map((event) => `${context}.${event}.*`);
  await jsm.consumers.add(streamOf(context), {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    filter_subjects: filters,
    ack_wait: ACK_WAIT_MS * NANOS,
    max_ack_pending: IN_FLIGHT,
    max_deliver: -1,
  });
}
