import { type CloudEvent, subjectOf } from '../event.ts';
import { encodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { createSender, type Outgoing, type Send } from './sender.ts';
import { contextStream, ensureStream } from './streams.ts';

/**
 * Sends events to their context's stream and resolves when the server has stored all of them, in their order.
 * Rejects when one was not acknowledged; sending again is safe, since the server knows an event by its id.
 */
export type Publish = (events: readonly CloudEvent[]) => Promise<void>;

/** How a publisher differs from that of a relay. */
export type PublisherOptions = {
  /** The `Nats-Msg-Id` of an event: of two with the same id, sent within two minutes, the stream takes one. */
  readonly messageId?: (event: CloudEvent) => string;
  readonly replicas?: number;
};

/** Publishes the events of one context, making its stream before the first. */
export function createPublisher(
  nats: NatsLink,
  context: string,
  { messageId = ({ id }) => id, replicas }: PublisherOptions = {},
): Publish {
  let streamReady = false;
  let send: Send | undefined;

  return async (events) => {
    if (events.length === 0) return;
    // Asked first: the client may never come, and the caller holds a transaction open.
    if (!nats.isConnected()) throw new Error('NATS is not connected');
    const { connection, jsm } = await nats.client;
    send ??= createSender(connection);
    try {
      if (!streamReady) await ensureStream(jsm, contextStream(context, replicas));
      streamReady = true;
      await send(events.map(toMessage));
    } catch (error) {
      // The stream may have been removed under us: look again before the next try.
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
