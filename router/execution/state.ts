import type { OperationContext } from '../context.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import type { JsonObject, ResponsePath } from '../graphql/json.ts';
import type { Variables } from '../graphql/variables.ts';
import type { Send } from '../subgraphs/answer.ts';

/** A subgraph that could not be asked: what it would have given is missing. */
export type Failure = {
  readonly subgraph: string;
  readonly reason: string;
  readonly cause: unknown;
  /** Where the fetch was to be merged, up to its first list. */
  readonly path: ResponsePath;
  /** Errors that tell of it so far. */
  told: number;
};

/** One execution of an operation while it goes on. */
export type Run = {
  /** All that is known so far, merged. */
  readonly data: JsonObject;
  readonly variables: Variables;
  readonly context: OperationContext;
  readonly send: Send;
  readonly errors: ExecutionError[];
  /** Whether no text in the data needs escaping in JSON. */
  isPlain: boolean;
  /** By the object that lacks its fields; undefined while nothing has failed. */
  failures: Map<JsonObject, Failure[]> | undefined;
};

/** A part of a plan, ready to run: a promise when something had to be waited for. */
export type Step = (run: Run) => Promise<void> | undefined;

export function createRun(
  send: Send,
  variables: Variables,
  context: OperationContext,
  data: JsonObject | undefined,
): Run {
  // What is given was not seen as text.
  const isPlain = data === undefined;
  return { data: data ?? {}, variables, context, send, errors: [], isPlain, failures: undefined };
}

export function recordFailure(run: Run, failure: Failure, targets: readonly JsonObject[]): void {
  run.failures ??= new Map();
  for (const target of targets) {
    const known = run.failures.get(target);
    if (known) known.push(failure);
    else run.failures.set(target, [failure]);
  }
}
