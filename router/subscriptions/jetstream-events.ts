import type { EventFollower } from '../../platform/messaging/jetstream/event-follower.ts';
import type { EventSource } from './event-source.ts';

/** Live events out of JetStream. */
export function createJetstreamEvents(follower: EventFollower): EventSource {
  return {
    follow({ onEvent, ...options }) {
      follower.follow({
        ...options,
        onEvent({ id, type, subject, streamSequence, version, time, cause, data }) {
          onEvent({
            id,
            type,
            subject,
            sequence: streamSequence,
            version,
            time,
            correlationId: cause.correlationId,
            data,
          });
        },
      });
    },
  };
}
