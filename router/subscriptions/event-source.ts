import type { EventFollower } from '../../platform/messaging/jetstream/event-follower.ts';

/** An event as subscriptions see it: its position in a stream, CloudEvents attributes and a payload. */
export type StreamEvent = {
  readonly id: string;
  readonly type: string;
  /** The subject of publication. Its last token names the aggregate. */
  readonly subject: string;
  /** The position in the stream, increasing from 1. */
  readonly sequence: number;
  /** The aggregate's version after the event, increasing. */
  readonly version: number;
  /** RFC 3339. */
  readonly time: string;
  readonly correlationId: string;
  readonly data: unknown;
};

export type EventSubscription = {
  readonly stream: string;
  /** Subjects with `*` for any token. None may match a subset of another. */
  readonly subjects: readonly string[];
  /**
   * `latest`: the last event of each subject, then all new ones. `after`: all events after a sequence number.
   */
  readonly start: { readonly kind: 'latest' } | { readonly kind: 'after'; readonly sequence: number };
  /** Called for each event in stream order. */
  readonly onEvent: (event: StreamEvent) => void;
  /** Called once, after the events that were in the stream at the start: those from `first` to `last`. */
  readonly onCaughtUp: (last: number, first: number) => void;
  /** Stops following. */
  readonly signal: AbortSignal;
};

/**
 * The source of live events. It resumes by itself after its server or the stream was unavailable, without
 * losing or repeating events. A stream that does not exist yet counts as empty.
 */
export type EventSource = {
  follow(options: EventSubscription): void;
};

/** Live events from JetStream. */
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
