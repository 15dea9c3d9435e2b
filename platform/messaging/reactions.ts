import type { Logger } from '../telemetry/logger.ts';
import { type Cause, causedBy, type DataOf, type EventDefinition } from './event.ts';
import { type NatsLink, type RunningConsumer, startConsumer } from './jetstream/index.ts';

/** An event as a reaction sees it: its data checked against the definition. */
export type IncomingEvent<Definition extends EventDefinition = EventDefinition> = {
  readonly id: string;
  readonly aggregateId: string;
  /** The version of the aggregate that it is about, after it. */
  readonly version: number;
  readonly time: string;
  /** The cause to give to whatever this event brings about; its `causationId` is the event's id. */
  readonly cause: Cause;
  readonly data: DataOf<Definition>;
};

export type Reaction = {
  readonly definition: EventDefinition;
  readonly handle: (event: IncomingEvent) => Promise<void>;
};

/** Ties an event to what is to be done about it. The handler must bear to see an event again. */
export function on<Definition extends EventDefinition>(
  definition: Definition,
  handle: (event: IncomingEvent<Definition>) => Promise<void>,
): Reaction {
  return {
    definition,
    // Parsing gives what the definition says; the compiler cannot follow that through the generic.
    handle: (event) =>
      handle({ ...event, data: definition.data.parse(event.data) } as IncomingEvent<Definition>),
  };
}

export type ReactionsOptions = {
  readonly nats: NatsLink;
  /** The service that reacts; the durable consumers bear its name. */
  readonly service: string;
  readonly reactions: readonly Reaction[];
  readonly log: Logger;
};

/** Runs a service's reactions: one durable consumer for each context that it listens to. */
export function startReactions({ nats, service, reactions, log }: ReactionsOptions): RunningConsumer {
  const byContext = Map.groupBy(reactions, ({ definition }) => definition.context);
  const consumers = [...byContext].map(([context, group]) => {
    const byType = new Map(group.map((reaction) => [reaction.definition.type, reaction]));
    return startConsumer({
      nats,
      context,
      durable: service,
      events: group.map(({ definition }) => definition.name),
      log,
      async handle(event) {
        const reaction = byType.get(event.type);
        if (!reaction) return;
        const { id, aggregateId, version, time, data } = event;
        await reaction.handle({ id, aggregateId, version, time, data, cause: causedBy(event) });
        log.info(
          { event: event.type, aggregateId, correlationId: event.cause.correlationId },
          'event handled',
        );
      },
    });
  });
  return {
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}
