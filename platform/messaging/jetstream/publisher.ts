import type { Msg, MsgHdrs } from 'nats';
import { type CloudEvent, nameOf, type StreamRetention, subjectOf } from '../event.ts';
import { startPublishing } from '../spans.ts';
import { encodeEvent } from './codec.ts';
import type { NatsClient, NatsLink } from './connection.ts';
import { timeToLive } from './retention.ts';
import { contextStream, ensureStream, keptMsOf, RETENTION_READ_MS } from './streams.ts';

/**
 * Publishes events to their context's stream, in order, and resolves when the server has stored all of them.
 * Rejects when one was not acknowledged. A retry is safe, because the server recognises an event by its id.
 */
export type Publish = (events: readonly CloudEvent[]) => Promise<void>;

export type PublisherOptions = {
  /**
   * The `Nats-Msg-Id` of an event, the event's id by default. The stream ignores duplicates within two
   * minutes.
   */
  readonly messageId?: (event: CloudEvent) => string;
  readonly replicas?: number;
  /** Called with the name of each event that was stored in the stream: `<context>.<event>`. */
  readonly onPublished?: ((event: string) => void) | undefined;
  /** How long the stream keeps which events; for ever when left out. */
  readonly retention?: StreamRetention | undefined;
  /** The time in milliseconds since 1970. */
  readonly now?: () => number;
};

/** Creates a publisher of one context's events, which creates the stream if it does not exist. */
export function createPublisher(
  nats: NatsLink,
  context: string,
  { messageId = ({ id }) => id, replicas = 1, retention, onPublished, now = Date.now }: PublisherOptions = {},
): Publish {
  /** Until when the stream needs no look, in milliseconds since 1970. */
  let readyUntil = 0;
  let keptMs: number | undefined;
  let send: Send | undefined;

  return async (events) => {
    if (events.length === 0) return;
    // Checked first, because the client may never resolve and the caller holds a transaction open.
    if (!nats.isConnected()) throw new Error('NATS is not connected');
    const client = await nats.client;
    send ??= createSender(client);
    try {
      if (now() >= readyUntil) {
        const until = now() + RETENTION_READ_MS;
        keptMs = keptMsOf(await ensureStream(client.jsm, contextStream(context, { replicas })));
        readyUntil = until;
      }
      await publishIn(send, events);
    } catch (error) {
      // The stream may have been deleted: check again before the next attempt.
      readyUntil = 0;
      throw error;
    }
  };

  /** Publishes each event in a span of its own. */
  async function publishIn(sender: Send, events: readonly CloudEvent[]): Promise<void> {
    const all = events.map(startPublishing);
    try {
      await sender(all.map(({ event }) => toMessage(event)));
      for (const { event, end } of all) {
        end();
        onPublished?.(nameOf(event));
      }
    } catch (error) {
      for (const { end } of all) end(error);
      throw error;
    }
  }

  function toMessage(event: CloudEvent): Outgoing {
    const { headers, body } = encodeEvent(event);
    headers.set('Nats-Msg-Id', messageId(event));
    const ttl = retention && keptMs !== undefined ? timeToLive(event, retention, keptMs) : undefined;
    if (ttl !== undefined) headers.set('Nats-TTL', String(ttl));
    return { subject: subjectOf(event), headers, body };
  }
}

/** A message for a stream; its `Nats-Msg-Id` is among the headers. */
export type Outgoing = { readonly subject: string; readonly headers: MsgHdrs; readonly body: Uint8Array };

/**
 * Sends messages to their stream, in order, and resolves when the server has stored all of them. Rejects when
 * one was refused, or not acknowledged within five seconds. The state of the others is unknown then.
 */
export type Send = (messages: readonly Outgoing[]) => Promise<void>;

type PendingBatch = {
  left: number;
  failure: Error | undefined;
  readonly answered: PromiseWithResolvers<void>;
};

const ACK_TIMEOUT_MS = 5_000;
/** The status of a reply to a subject without subscribers. */
const NO_RESPONDERS = 503;

/**
 * Publishes to JetStream with one subscription for all acknowledgements and one timer per batch. The client
 * library's request per message takes up to three times the CPU.
 */
function createSender({ connection, newInbox }: NatsClient): Send {
  const inbox = newInbox();
  const batches = new Map<string, PendingBatch>();
  let sent = 0;

  function take(answer: Msg): void {
    const batch = batches.get(answer.subject);
    if (!batch) return;
    batch.failure ??= refusalOf(answer);
    batch.left -= 1;
    if (batch.left > 0) return;
    if (batch.failure) batch.answered.reject(batch.failure);
    else batch.answered.resolve();
  }

  connection.subscribe(`${inbox}.*`, {
    callback(error, answer) {
      if (!error) return take(answer);
      for (const { answered } of batches.values()) answered.reject(error);
    },
  });

  return async (messages) => {
    sent += 1;
    const reply = `${inbox}.${sent}`;
    const answered = Promise.withResolvers<void>();
    const batch: PendingBatch = { left: messages.length, failure: undefined, answered };
    batches.set(reply, batch);
    const timer = setTimeout(() => {
      const late = new Error(`${batch.left} of ${messages.length} messages were not acknowledged in time`);
      answered.reject(batch.failure ?? late);
    }, ACK_TIMEOUT_MS);
    try {
      for (const { subject, body, headers } of messages)
        connection.publish(subject, body, { headers, reply });
      await answered.promise;
    } finally {
      clearTimeout(timer);
      batches.delete(reply);
    }
  };
}

/** JetStream's reply to a message: the stream that stored it, or the error. */
type Acknowledgement = { readonly stream?: string; readonly error?: { readonly description: string } };

/** The reason why a message was not stored; undefined for a stored message, duplicates included. */
function refusalOf(answer: Msg): Error | undefined {
  if (answer.headers?.code === NO_RESPONDERS) return new Error('No stream has the subject of the message');
  try {
    const { stream, error } = answer.json<Acknowledgement>();
    if (error) return new Error(`The message was refused: ${error.description}`);
    return stream ? undefined : new Error('The acknowledgement names no stream');
  } catch (cause) {
    return new Error('The acknowledgement cannot be read', { cause });
  }
}
