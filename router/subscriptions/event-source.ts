import type { ReceivedEvent } from '../../platform/messaging/event.ts';
import type { EventFollower } from '../../platform/messaging/jetstream/event-follower.ts';
import {
  type LatestRequest,
  NoDirectGets,
  type ReadLatest,
} from '../../platform/messaging/jetstream/latest-events.ts';

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
  /** The trace of its publication, W3C. */
  readonly traceparent?: string | undefined;
  readonly data: unknown;
};

export type EventSubscription = {
  readonly stream: string;
  /** Subjects with `*` for any token. None may match a subset of another. */
  readonly subjects: readonly string[];
  /**
   * `latest`: the last event of each subject, then all new ones. `after`: all events after a sequence number.
   * `new`: all events from now on.
   */
  readonly start: { readonly kind: 'latest' | 'new' } | { readonly kind: 'after'; readonly sequence: number };
  /** Whose request it is: clients take turns. */
  readonly client?: string | undefined;
  /** Whether an event is delivered; all are when it is left out. Called for each event, in stream order. */
  readonly wants?: ((subject: string, sequence: number) => boolean) | undefined;
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
  /**
   * The last event of each subject, in stream order, as of one position in the stream, which is not before
   * `notBefore`. Rejects when the signal aborts. Undefined when the stream can only be followed.
   */
  latest(
    request: LatestRequest,
  ): Promise<{ readonly events: readonly StreamEvent[]; readonly upTo: number } | undefined>;
};

/** Live events from JetStream. */
export function createJetstreamEvents(follower: EventFollower, readLatest: ReadLatest): EventSource {
  return {
    follow({ onEvent, ...options }) {
      follower.follow({ ...options, onEvent: (event) => onEvent(toStreamEvent(event)) });
    },
    async latest(request) {
      try {
        const { events, upTo } = await readLatest(request);
        return { events: events.map(toStreamEvent), upTo };
      } catch (error) {
        if (error instanceof NoDirectGets) return undefined;
        throw error;
      }
    },
  };
}

function toStreamEvent(event: ReceivedEvent): StreamEvent {
  const { id, type, subject, streamSequence: sequence, version, time, cause, data } = event;
  const { correlationId, traceparent } = cause;
  return { id, type, subject, sequence, version, time, correlationId, traceparent, data };
}
