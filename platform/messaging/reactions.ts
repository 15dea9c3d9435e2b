import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { Cause } from '../decisions/cause.ts';
import { withCorrelation } from '../telemetry/log-context.ts';
import { currentTraceparent, inEntrySpan } from '../telemetry/tracing.ts';
import {
  causedBy,
  type DataOf,
  type EventDefinition,
  isOnItsSubject,
  MalformedEvent,
  type ReceivedEvent,
} from './event.ts';
import type { ConsumerLag } from './jetstream/consume.ts';
import { startConsumer, startReplayConsumer } from './jetstream/consumer.ts';
import { countDeadLetters } from './jetstream/dead-letters.ts';
import type { HandlingOptions } from './jetstream/handling.ts';
import { processSpan } from './spans.ts';

/** An event whose data is validated against its definition. */
export type IncomingEvent<Definition extends EventDefinition = EventDefinition> = {
  readonly id: string;
  readonly aggregateId: string;
  /** The aggregate's version after the event. */
  readonly version: number;
  readonly time: string;
  /** The cause of the event's effects; its `causationId` is the event's id. */
  readonly cause: Cause;
  readonly data: DataOf<Definition>;
};

export type Reaction = {
  readonly definition: EventDefinition;
  readonly handle: (event: IncomingEvent) => Promise<void>;
};

/**
 * Creates a reaction to an event. The handler must be idempotent, because events are delivered at least once.
 */
export function on<Definition extends EventDefinition>(
  definition: Definition,
  handle: (event: IncomingEvent<Definition>) => Promise<void>,
): Reaction {
  return {
    definition,
    async handle(event) {
      const parsed = definition.data.safeParse(event.data);
      if (!parsed.success)
        throw new MalformedEvent(`Not valid data of ${definition.type}: ${issuesOf(parsed.error)}`);
      // The parsed data has the definition's type, which the compiler cannot infer through the generic.
      await handle({ ...event, data: parsed.data } as IncomingEvent<Definition>);
    },
  };
}

/** The issues in one line: `booking.id: Invalid UUID; …`. */
function issuesOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

export type ReactionsOptions = Omit<HandlingOptions, 'handle'> & {
  /** The name of the service, which its durable consumers take. */
  readonly service: string;
  readonly reactions: readonly Reaction[];
};

/** The running reactions of a service. */
export type RunningReactions = {
  /**
   * The number of a context's events that the reactions have not handled; undefined when the server does not
   * tell within a moment.
   */
  backlog(context: string): Promise<number | undefined>;
  /** How far the reactions are behind, by context; without those of which the server does not tell. */
  lag(): Promise<ReadonlyMap<string, ConsumerLag>>;
  /** The number of the service's dead letters; undefined when the server does not tell within a moment. */
  deadLetters(): Promise<number | undefined>;
  /** Waits for the events in flight. */
  close(): Promise<void>;
};

/** How long to wait for what the server tells of its state: somebody waits for an answer of the service. */
const STATE_LIMIT_MS = 250;

/** What the server tells; undefined when it is away, which is no failure of who asks. */
async function toldSoon<Told>(told: Promise<Told> | undefined): Promise<Told | undefined> {
  const limit = new AbortController();
  const late = delay(STATE_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
  const answer = await Promise.race([told?.catch(() => undefined), late]);
  limit.abort();
  return answer;
}

/**
 * Runs a service's reactions: one durable consumer per context that it subscribes to, and one for replayed
 * dead letters.
 */
export function startReactions({ service, reactions, ...options }: ReactionsOptions): RunningReactions {
  const byType = Map.groupBy(reactions, ({ definition }) => definition.type);

  const handle = (event: ReceivedEvent): Promise<void> =>
    withCorrelation(event.cause.correlationId, () =>
      inEntrySpan(
        () => processSpan(event, service),
        () => react(event),
      ),
    );

  async function react(event: ReceivedEvent): Promise<void> {
    const { id, aggregateId, version, time, data } = event;
    if (!isOnItsSubject(event))
      throw new MalformedEvent(`An event of ${event.type} was published on ${event.subject}`);
    const cause = causedBy(event, currentTraceparent());
    for (const reaction of byType.get(event.type) ?? []) {
      await reaction.handle({ id, aggregateId, version, time, data, cause });
    }
    options.log.debug({ event: event.type, aggregateId }, 'event handled');
  }

  const byContext = Map.groupBy(reactions, ({ definition }) => definition.context);
  const consumers = new Map(
    [...byContext].map(([context, group]) => {
      const events = [...new Set(group.map(({ definition }) => definition.name))];
      return [context, startConsumer({ ...options, handle, context, durable: service, events })];
    }),
  );
  const replays = reactions.length > 0 ? [startReplayConsumer({ ...options, handle, service })] : [];
  return {
    async backlog(context) {
      const lag = await toldSoon(consumers.get(context)?.lag());
      return lag && lag.waiting + lag.inFlight;
    },
    async lag() {
      const all = await Promise.all(
        [...consumers].map(async ([context, consumer]) => [context, await toldSoon(consumer.lag())] as const),
      );
      return new Map(all.flatMap(([context, lag]) => (lag ? [[context, lag]] : [])));
    },
    deadLetters: () => toldSoon(countDeadLetters(options.nats, service)),
    async close() {
      await Promise.all([...consumers.values(), ...replays].map((consumer) => consumer.close()));
    },
  };
}
