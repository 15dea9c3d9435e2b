import type { z } from 'zod';
import type { Cause } from '../decisions/cause.ts';
import type { Transition } from '../decisions/decider.ts';

/** A public event type of a context, with the schema of its data. */
export type EventDefinition<Data extends z.ZodType = z.ZodType> = {
  /** The bounded context that publishes it, such as `booking`. */
  readonly context: string;
  /** The event's name in the past tense, such as `paid`. */
  readonly name: string;
  /** CloudEvents type, such as `meetingroom.booking.paid.v1`. */
  readonly type: string;
  readonly data: Data;
};

/**
 * Defines a public event. A breaking change is a new version beside the old one.
 *
 * @param context the bounded context that publishes it
 * @param name the event's name in the past tense
 * @param data the schema of its data; consumers ignore further fields
 */
export function defineEvent<Data extends z.ZodType>(
  context: string,
  name: string,
  data: Data,
  version = 1,
): EventDefinition<Data> {
  return { context, name, type: `meetingroom.${context}.${name}.v${version}`, data };
}

export type DataOf<Definition extends EventDefinition> = z.output<Definition['data']>;

/** An event of an aggregate as a use case publishes it, before it is stored. */
export type Message<Definition extends EventDefinition = EventDefinition> = {
  readonly definition: Definition;
  readonly data: DataOf<Definition>;
  /** The time of the event, RFC 3339. */
  readonly time: string;
};

/** Creates a message, whose data the compiler checks. */
export function message<Definition extends EventDefinition>(
  definition: Definition,
  time: string,
  data: DataOf<Definition>,
): Message<Definition> {
  return { definition, data, time };
}

/**
 * Maps an aggregate's events to the messages for other services.
 *
 * @param toMessage returns the message of an event, given the state after it; undefined for a private event
 */
export function messagesOf<State, Event>(
  transitions: readonly Transition<State, Event>[],
  toMessage: (event: Event, after: NonNullable<State>) => Message | undefined,
): readonly Message[] {
  return transitions.flatMap(({ event, after }) => toMessage(event, after) ?? []);
}

/** An event as it is stored and sent: its CloudEvents 1.0 attributes and its data. */
export type CloudEvent = {
  /** UUID v7; also the `Nats-Msg-Id`. */
  readonly id: string;
  readonly type: string;
  /** The id of the event's aggregate. */
  readonly aggregateId: string;
  /** The aggregate's version after the event, from 1 on without gaps (CloudEvents extension `sequence`). */
  readonly version: number;
  readonly time: string;
  readonly cause: Cause;
  readonly data: unknown;
};

/** An event as read from a stream. */
export type ReceivedEvent = CloudEvent & {
  readonly subject: string;
  /** The event's sequence in its stream. */
  readonly streamSequence: number;
};

/** How long a context's stream keeps which events; docs/events.md has the sizes. */
export type StreamRetention = {
  /**
   * The events that make the state of something that lives on: the last of each subject stays. All others
   * leave the stream at the end of its retention.
   */
  readonly latest: readonly EventDefinition[];
  /**
   * Until when an event is needed, RFC 3339. Its retention starts then, or with its publication when that is
   * later; undefined for no longer than others.
   */
  readonly neededUntil?: (event: CloudEvent) => string | undefined;
};

const TYPE = /^meetingroom\.([a-z]+)\.([A-Za-z]+)\.v(\d+)$/;

/** The NATS subject of an event: `<context>.<event>.<aggregateId>`. */
export function subjectOf(event: Pick<CloudEvent, 'type' | 'aggregateId'>): string {
  const [, context, name] = TYPE.exec(event.type) ?? [];
  if (!context || !name) throw new Error(`"${event.type}" is not an event type of this system`);
  return `${context}.${name}.${event.aggregateId}`;
}

/** The name of an event, with its context: `<context>.<event>`. */
export function nameOf(event: Pick<CloudEvent, 'type' | 'aggregateId'>): string {
  const subject = subjectOf(event);
  return subject.slice(0, subject.lastIndexOf('.'));
}

/**
 * Whether an event is on the subject of its type, or replayed to a service from there. Who may publish is
 * decided by subjects: an event on another one is nobody's.
 */
export function isOnItsSubject({ subject, type, aggregateId }: ReceivedEvent): boolean {
  return TYPE.test(type) && subject.replace(REPLAYED, '') === subjectOf({ type, aggregateId });
}

/** How the subject of a replayed event begins. */
const REPLAYED = /^replay\.[^.]+\./;

/**
 * The cause of the effects of an event.
 *
 * @param traceparent of the span that handles it; without one, the effects continue the trace of the event
 */
export function causedBy(event: CloudEvent, traceparent?: string): Cause {
  return { ...event.cause, causationId: event.id, ...(traceparent ? { traceparent } : {}) };
}

/** A message that is not an event, or whose data does not match its definition. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}
