import { formatTraceparent, parseTraceparent } from '../telemetry/trace-context.ts';
import { type EntryOptions, startEntrySpan } from '../telemetry/tracing.ts';
import { type CloudEvent, nameOf, type ReceivedEvent, subjectOf } from './event.ts';

/**
 * The span in which a service handles an event, below the one that has published it.
 *
 * @param group who handles it: the service
 */
export function processSpan(event: ReceivedEvent, group: string): EntryOptions {
  const destination = nameOf(event);
  return {
    name: `process ${destination}`,
    kind: 'consumer',
    parent: parseTraceparent(event.cause.traceparent),
    attributes: {
      ...messagingAttributes(event, destination),
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.consumer.group.name': group,
    },
  };
}

/** An event that is being published, and its span. */
export type PublishedEvent = {
  /** The event with the trace context of the span, which its consumers continue. */
  readonly event: CloudEvent;
  readonly end: (error?: unknown) => void;
};

/** Starts the span of publishing an event, below the one that has stored it in the outbox. */
export function startPublishing(event: CloudEvent): PublishedEvent {
  const span = startEntrySpan(() => publishSpan(event));
  if (!span) return { event, end: NOTHING };
  return {
    event: { ...event, cause: { ...event.cause, traceparent: formatTraceparent(span.context) } },
    end(error) {
      if (error !== undefined) span.fail(error instanceof Error ? error.name : typeof error);
      span.end();
    },
  };
}

function publishSpan(event: CloudEvent): EntryOptions {
  const destination = nameOf(event);
  return {
    name: `send ${destination}`,
    kind: 'producer',
    parent: parseTraceparent(event.cause.traceparent),
    attributes: {
      ...messagingAttributes(event, destination),
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'publish',
    },
  };
}

const NOTHING = () => {};

function messagingAttributes({ id, cause, data: _, ...event }: CloudEvent, destination: string) {
  return {
    'messaging.system': 'nats',
    'messaging.destination.name': subjectOf(event),
    'messaging.destination.template': `${destination}.*`,
    'messaging.message.id': id,
    'messaging.message.conversation_id': cause.correlationId,
  };
}
