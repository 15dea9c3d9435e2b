import { type CloudEvent, subjectOf } from '../event.ts';
import { encodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { ensureStream } from './streams.ts';

/**
 * Sends events to their context's stream and resolves when the server has stored all of them, in their order.
 * Rejects when one was not acknowledged; sending again is safe, since the server knows an event by its id.
 */
export type Publish = (events: readonly CloudEvent[]) => Promise<void>;

/** Publishes the events of one context, making its stream before the first. */
export function createPublisher(nats: NatsLink, context: string, replicas?: number): Publish {
  let streamReady = false;

  return async (events) => {
    if (events.length === 0) return;
    const { js, jsm } = await nats.client;
    if (!nats.isConnected()) throw new Error('NATS is away');
    try {
      if (!streamReady) await ensureStream(jsm, context, replicas);
      streamReady = true;
      const acknowledged = await Promise.allSettled(
        events.map((event) => {
          const { headers, body } = encodeEvent(event);
          return js.publish(subjectOf(event), body, { headers, msgID: event.id });
        }),
      );
      const failed = acknowledged.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
    } catch (error) {
      // The stream may have been removed under us: look again before the next try.
      streamReady = false;
      throw error;
    }
  };
}
