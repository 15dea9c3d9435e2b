import { type Headers, isPerRequest, type OperationContext } from '../context.ts';
import type { Variables } from '../graphql/variables.ts';
import type { ExecutionResult } from './state.ts';

/** An execution that one or several equal requests wait for. */
type InFlightRequest = {
  readonly result: Promise<ExecutionResult>;
  /** Aborted when the last waiting client is gone. */
  readonly abandoned: AbortController;
  /** The number of clients that wait for the result. */
  waiting: number;
};

/**
 * Lets equal queries that are in flight at the same time share one execution. They are equal when they have
 * the same variables and send the subgraphs the same headers, tracing aside. The execution is aborted when no
 * client waits for it any more. Each operation has its own instance.
 */
export function createRequestDedupe(
  execute: (variables: Variables, context: OperationContext) => Promise<ExecutionResult>,
) {
  const inFlight = new Map<string, InFlightRequest>();

  function start(key: string, variables: Variables, context: OperationContext): InFlightRequest {
    const abandoned = new AbortController();
    const request: InFlightRequest = {
      result: execute(variables, { ...context, signal: abandoned.signal }).finally(() =>
        settle(key, request),
      ),
      abandoned,
      waiting: 0,
    };
    inFlight.set(key, request);
    return request;
  }

  /** Later requests start an execution of their own. */
  function settle(key: string, request: InFlightRequest): void {
    if (inFlight.get(key) === request) inFlight.delete(key);
  }

  return (variables: Variables, context: OperationContext): Promise<ExecutionResult> => {
    const key = keyOf(variables, context);
    const request = inFlight.get(key) ?? start(key, variables, context);
    request.waiting += 1;
    context.signal?.addEventListener(
      'abort',
      () => {
        request.waiting -= 1;
        if (request.waiting > 0) return;
        settle(key, request);
        request.abandoned.abort();
      },
      { once: true },
    );
    return request.result;
  };
}

function keyOf(
  variables: Variables,
  { forwarded, forwardedTo, correlationHeaders }: OperationContext,
): string {
  const compared = (headers: Headers) =>
    Object.entries(headers).filter(([name]) => !isPerRequest(name, correlationHeaders));
  const perSubgraph =
    forwardedTo && Object.entries(forwardedTo).map(([name, headers]) => [name, compared(headers)]);
  return JSON.stringify([variables, compared(forwarded), perSubgraph]);
}
