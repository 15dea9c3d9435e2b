import type { OperationTypeNode } from 'graphql';
import type { OperationContext } from '../context.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import type { CoerceVariables, Variables } from '../graphql/variables.ts';

/** One operation of a document, compiled: all that does not depend on variables, caller or data is done. */
export type CompiledOperation = {
  readonly kind: OperationTypeNode;
  /** Checks the client's variables against the operation's and fills in defaults. Errors are BAD_USER_INPUT. */
  readonly coerce: CoerceVariables;
  /** Runs a query or mutation. What goes wrong with subgraphs or data is in the outcome's errors. */
  readonly execute: (request: ExecutionRequest) => Promise<Outcome>;
  /** Runs a subscription's operation for one event; undefined for queries and mutations. */
  readonly live: LiveExecution | undefined;
};

export type ExecutionRequest = {
  /** As `coerce` returned them. */
  readonly variables: Variables;
  readonly context: OperationContext;
};

/** What an operation came to. */
export type Outcome = {
  /** The value of `data` as JSON text, ready to be sent; `null` when a null reached the root. */
  readonly data: string;
  /** Not masked yet; the faults of the router and its subgraphs still carry their cause. */
  readonly errors: readonly ExecutionError[];
};

/** A subscription's operation. Its root field is answered from an event; what the event lacks is fetched. */
export type LiveExecution = {
  /** The name of the subscription's root field in the schema. */
  readonly field: string;
  /** The root field's arguments, once the variables are known. */
  readonly args: (variables: Variables) => Readonly<Record<string, unknown>>;
  /** Whether anything is asked of a subgraph: without it the outcome is the same for everybody who may see the event. */
  readonly fetches: boolean;
  /** Runs for one event. `value` is the root field's value, shaped like its type. */
  readonly execute: (value: Variables, request: ExecutionRequest) => Promise<Outcome>;
};
