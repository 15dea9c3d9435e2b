import type { ServiceMap } from '@apollo/gateway';
import {
  type DocumentNode,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  getArgumentValues,
  getVariableValues,
} from 'graphql';
import type { OperationContext } from '../context.ts';
import type { Graph } from '../gateway/graph.ts';
import { asBadUserInput, badUserInput } from '../operations/failures.ts';
import { finishResult } from '../operations/finish.ts';
import { mapItems } from './channel.ts';
import type { EventSource, StreamEvent } from './event-source.ts';
import { createFeeds } from './feeds.ts';
import { type Delivery, type FollowLimits, followEvents } from './follow.ts';
import type { LiveField } from './live-directive.ts';
import type { LivePlan } from './plan.ts';
import { fillSubjects } from './subjects.ts';

export type SubscribeRequest = {
  readonly graph: Graph;
  /** Valid against the graph, with a subscription as the operation named. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: OperationContext;
};

export type Results = AsyncGenerator<FormattedExecutionResult, void, undefined>;

/** Starts a subscription: its results, or the errors for which it cannot begin. */
export type Subscribe = (request: SubscribeRequest) => Results | readonly GraphQLError[];

export type SubscribeDeps = {
  /** Undefined where no messaging is configured. */
  readonly source: EventSource | undefined;
  /** The data sources of the subgraphs. */
  readonly services: () => ServiceMap;
  readonly limits: FollowLimits;
};

/** Serves subscriptions whose fields are declared `@live`, by answering their plans from events. */
export function createSubscribe({ source, services, limits }: SubscribeDeps): Subscribe {
  const feeds = source && createFeeds(source);

  return ({ graph, document, operationName, variables, context }) => {
    if (!feeds) return [badUserInput('This router serves no subscriptions: no event source is configured.')];
    const plan = graph.live.plan(document, operationName);
    if (plan instanceof GraphQLError) return [plan];
    const coerced = getVariableValues(graph.apiSchema, plan.operation.variableDefinitions ?? [], variables);
    if (coerced.errors) return coerced.errors.map(asBadUserInput);
    const args = getArgumentValues(plan.field, plan.node, coerced.coerced);
    const values = { args, identitySubject: context.identity?.subject };
    const subjects = fillSubjects(plan.live.subjects, values);
    if (subjects instanceof GraphQLError) return [subjects];
    const ends = fillSubjects(plan.live.ends, values);
    if (ends instanceof GraphQLError) return [ends];
    const after = readCursor(args.after);
    if (Number.isNaN(after)) return [badUserInput('after: this is not a cursor of this field.')];

    const deliveries = followEvents(
      feeds,
      {
        topic: { stream: plan.live.stream, subjects, ends },
        snapshot: plan.live.snapshot,
        after,
        isVisible: visibility(plan.live, context),
      },
      limits,
    );
    return mapItems(deliveries, (delivery) => answer(plan, delivery, variables, context, services()));
  };
}

/** A cursor is a place in the stream, as text. Undefined when none is given, NaN when it is something else. */
function readCursor(after: unknown): number | undefined {
  if (after === undefined || after === null) return undefined;
  return typeof after === 'string' && /^\d{1,15}$/.test(after) ? Number(after) : Number.NaN;
}

/** Who may see an event of a field that has an owner. */
function visibility(
  { owner, scopes }: LiveField,
  { identity }: OperationContext,
): ((event: StreamEvent) => boolean) | undefined {
  if (owner === undefined || scopes.some((scope) => identity?.scopes.includes(scope))) return undefined;
  const path = owner.split('.');
  return ({ data }) => identity !== undefined && valueAt(data, path) === identity.subject;
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    data,
  );
}

/** Runs the plan for one event: what the event carries is taken from it, the rest asked of the subgraphs. */
async function answer(
  plan: LivePlan,
  { kind, event }: Delivery,
  variables: Readonly<Record<string, unknown>>,
  context: OperationContext,
  services: ServiceMap,
): Promise<FormattedExecutionResult> {
  // The event's own correlation id ties the fetches to the business case that they belong to.
  const correlationId = event.correlationId || context.correlationId;
  const ofEvent = { ...context, correlationId, log: context.log.child({ correlationId, eventId: event.id }) };
  if (!isRecord(event.data)) {
    const message = `The event ${event.id} on ${event.subject} has no object as its data`;
    return finishResult({ data: null, errors: [{ message }] }, ofEvent);
  }
  const value = { kind, cursor: String(event.sequence), at: event.time, ...event.data };
  const fromEvent: ServiceMap[string] = {
    async process({ request }) {
      const { data, errors } = plan.project(value, request.variables ?? {});
      return {
        ...(data === undefined ? {} : { data }),
        ...(errors ? { errors: errors.map(formatted) } : {}),
      };
    },
  };
  const result = await plan.run({ ...services, [plan.subgraph]: fromEvent }, { variables, context: ofEvent });
  const { data, errors, extensions } = result;
  return finishResult(
    {
      ...(data === undefined ? {} : { data }),
      ...(errors ? { errors: errors.map(formatted) } : {}),
      ...(extensions ? { extensions } : {}),
    },
    ofEvent,
    errors?.map((error) => error.originalError ?? error),
  );
}

/** What data sources throw comes through the gateway as it is, whatever its types say. */
function formatted(error: Error): GraphQLFormattedError {
  return error instanceof GraphQLError ? error.toJSON() : { message: error.message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
