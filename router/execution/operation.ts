import type { OperationTypeNode } from 'graphql';
import type { OperationContext } from '../context.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import type { CoerceVariables, Variables } from '../graphql/variables.ts';

/** A compiled operation: everything that does not depend on variables, caller or data is done. */
export type CompiledOperation = {
  readonly kind: OperationTypeNode;
  /** Checks the client's variables against the operation's and fills in defaults. Errors are BAD_USER_INPUT. */
  readonly coerce: CoerceVariables;
  /** Executes a query or mutation. Failures of subgraphs and invalid data become errors of the result. */
  readonly execute: (request: ExecutionRequest) => Promise<ExecutionResult>;
  /** Executes a subscription for one event; undefined for queries and mutations. */
  readonly live: LiveExecution | undefined;
};

export type ExecutionRequest = {
  /** The variables as `coerce` returned them. */
  readonly variables: Variables;
  readonly context: OperationContext;
};

/** The result of executing an operation. */
export type ExecutionResult = {
  /** The JSON text of `data`; `null` when a null propagated to the root. */
  readonly data: string;
  /** Not masked: faults of the router and its subgraphs have their cause. */
  readonly errors: readonly ExecutionError[];
};

/** A subscription's operation. An event gives the root field's value; missing fields are fetched. */
export type LiveExecution = {
  /** The name of the subscription's root field in the schema. */
  readonly field: string;
  /** Returns the root field's arguments for these variables. */
  readonly args: (variables: Variables) => Readonly<Record<string, unknown>>;
  /** Whether subgraphs are queried. If not, the result is the same for every subscriber who may see the event. */
  readonly fetches: boolean;
  /** Executes the operation for one event. `value` is the root field's value, with the fields of its type. */
  readonly execute: (value: Variables, request: ExecutionRequest) => Promise<ExecutionResult>;
};
