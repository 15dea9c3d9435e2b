import type { z } from 'zod';
import type { Cause } from '../decisions/cause.ts';
import type { Transition } from '../decisions/decider.ts';

/** A public event of a context: what it is called and the shape of its data. */
export type EventDefinition<Data extends z.ZodType = z.ZodType> = {
  /** The bounded context that publishes it, such as `booking`. */
  readonly context: string;
  /** What happened, such as `paid`. */
  readonly name: string;
  /** CloudEvents type, such as `meetingroom.booking.paid.v1`. */
  readonly type: string;
  readonly data: Data;
};

/**
 * Defines a public event. A change that breaks readers is a new version beside the old one.
 *
 * @param context the bounded context that publishes it
 * @param name what happened, in the past tense
 * @param data the schema of its payload; readers ignore fields that it does not name
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

/** What a use case publishes: an event of one aggregate, before it is stored. */
export type Message<Definition extends EventDefinition = EventDefinition> = {
  readonly definition: Definition;
  readonly data: DataOf<Definition>;
  /** RFC 3339: when it happened. */
  readonly time: string;
};

/** Builds a message with its payload checked by the compiler. */
export function message<Definition extends EventDefinition>(
  definition: Definition,
  time: string,
  data: DataOf<Definition>,
): Message<Definition> {
  return { definition, data, time };
}

/**
 * The messages for other services that follow from an aggregate's events.
 *
 * @param toMessage gives the message for an event, from the state after it; undefined for an event that stays private
 */
export function messagesOf<State, Event>(
  transitions: readonly Transition<State, Event>[],
  toMessage: (event: Event, after: NonNullable<State>) => Message | undefined,
): readonly Message[] {
  return transitions.flatMap(({ event, after }) => toMessage(event, after) ?? []);
}

/** An event as it is stored and sent: the CloudEvents 1.0 attributes that we use, and its data. */
export type CloudEvent = {
  /** UUID v7; also the `Nats-Msg-Id`. */
  readonly id: string;
  readonly type: string;
  /** The aggregate that it is about. */
  readonly aggregateId: string;
  /** The aggregate's version after the event, from 1 on without gaps (CloudEvents extension `sequence`). */
  readonly version: number;
  readonly time: string;
  readonly cause: Cause;
  readonly data: unknown;
};

/** An event that came in from a stream. */
export type ReceivedEvent = CloudEvent & {
  readonly subject: string;
  /** Position in its stream. */
  readonly streamSequence: number;
};

const TYPE = /^meetingroom\.([a-z]+)\.([A-Za-z]+)\.v(\d+)$/;

/** The NATS subject of an event: `<context>.<event>.<aggregateId>`. */
export function subjectOf(event: Pick<CloudEvent, 'type' | 'aggregateId'>): string {
  const [, context, name] = TYPE.exec(event.type) ?? [];
  if (!context || !name) throw new Error(`"${event.type}" is no event type of this system`);
  return `${context}.${name}.${event.aggregateId}`;
}

/** The cause of whatever an event brings about. */
export function causedBy(event: CloudEvent): Cause {
  return { ...event.cause, causationId: event.id };
}
