import { type CloudEvent, subjectOf } from '../event.ts';
import { encodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { createSender, type Outgoing, type Send } from './sender.ts';
import { contextStream, ensureStream } from './streams.ts';

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
};

/** Creates a publisher of one context's events, which creates the stream if it does not exist. */
export function createPublisher(
  nats: NatsLink,
  context: string,
  { messageId = ({ id }) => id, replicas }: PublisherOptions = {},
): Publish {
  let streamReady = false;
  let send: Send | undefined;

  return async (events) => {
    if (events.length === 0) return;
    // Checked first, because the client may never resolve and the caller holds a transaction open.
    if (!nats.isConnected()) throw new Error('NATS is not connected');
    const { connection, jsm } = await nats.client;
    send ??= createSender(connection);
    try {
      if (!streamReady) await ensureStream(jsm, contextStream(context, replicas));
      streamReady = true;
      await send(events.map(toMessage));
    } catch (error) {
      // The stream may have been deleted: check again before the next attempt.
      streamReady = false;
      throw error;
    }
  };
  function toMessage(event: CloudEvent): Outgoing {
    const { headers, body } = encodeEvent(event);
    headers.set('Nats-Msg-Id', messageId(event));
    return { subject: subjectOf(event), headers, body };
  }
}
