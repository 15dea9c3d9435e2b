import type { GraphQLError } from 'graphql';
import type { OperationContext } from '../context.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import type { JsonObject, ResponsePath } from '../graphql/json.ts';
import type { Variables } from '../graphql/variables.ts';
import type { Send } from '../subgraphs/client.ts';
import type { Budget } from './budget.ts';
import type { EntityBatches } from './fetching/entity-batches.ts';

/** A fetch that failed as a whole; the fields that it would have brought are missing. */
export type FetchFailure = {
  readonly subgraph: string;
  readonly reason: string;
  readonly cause: unknown;
  /** The path at which the result was to be merged, up to its first list. */
  readonly path: ResponsePath;
  /** The number of errors that report it so far. */
  reported: number;
};

/** The state of one execution of an operation. */
export type ExecutionState = {
  /** The merged data of all responses so far. */
  readonly data: JsonObject;
  readonly variables: Variables;
  readonly context: OperationContext;
  readonly send: Send;
  /** Sends entity fetches together with those of other executions; undefined when each is sent alone. */
  readonly batches: EntityBatches | undefined;
  readonly errors: ExecutionError[];
  readonly budget: Budget;
  /** No string in the data needs escaping in JSON. */
  isPlain: boolean;
  /** Failed fetches by the object whose fields are missing; undefined while there are none. */
  failures: Map<JsonObject, FetchFailure[]> | undefined;
  /** Entities that a subgraph has answered with null; undefined while there are none. */
  unresolved: Set<JsonObject> | undefined;
};

/** The result of executing an operation. */
export type ExecutionResult = {
  /** The JSON text of `data`; `null` when a null propagated to the root. */
  readonly data: string;
  /** Not masked: faults of the router and its subgraphs have their cause. */
  readonly errors: readonly ExecutionError[];
  /** Why the operation was stopped: it has yielded too much, and has neither data nor other errors. */
  readonly refusal?: GraphQLError | undefined;
};

/** A compiled part of a plan. Returns a promise only when there is something to wait for. */
export type Step = (state: ExecutionState) => Promise<void> | undefined;

export type ExecutionOptions = Pick<ExecutionState, 'send' | 'budget' | 'variables' | 'context'> & {
  readonly batches?: EntityBatches | undefined;
  /** The data to begin with, such as that of an event. */
  readonly data?: JsonObject | undefined;
};

export function createExecutionState({
  send,
  batches,
  budget,
  variables,
  context,
  data,
}: ExecutionOptions): ExecutionState {
  // Data that was not parsed from text may contain anything.
  const isPlain = data === undefined;
  return {
    data: data ?? {},
    variables,
    context,
    send,
    batches,
    budget,
    errors: [],
    isPlain,
    failures: undefined,
    unresolved: undefined,
  };
}

/** Records a failed fetch for the objects that it was to complete. */
export function recordFailure(
  state: ExecutionState,
  failure: FetchFailure,
  objects: readonly JsonObject[],
): void {
  state.failures ??= new Map();
  for (const object of objects) {
    const known = state.failures.get(object);
    if (known) known.push(failure);
    else state.failures.set(object, [failure]);
  }
}

/** Records that a subgraph has no entity for a representation, which stands for these objects. */
export function recordUnresolved(state: ExecutionState, objects: readonly JsonObject[]): void {
  state.unresolved ??= new Set();
  for (const object of objects) state.unresolved.add(object);
}
