import { writeJson } from '../../platform/json.ts';
import { type Headers, isPerRequest, type OperationContext } from '../context.ts';
import type { Variables } from '../graphql/variables.ts';
import type { ExecutionResult } from './state.ts';
import { createWriteTimes } from './write-times.ts';

/** An execution that one or several equal requests wait for. */
type InFlightRequest = {
  readonly result: Promise<ExecutionResult>;
  /** When it began, as `WriteTimes` counts. */
  readonly begun: number;
  /** Aborted when the last waiting client is gone. */
  readonly abandoned: AbortController;
  /** The number of clients that wait for the result. */
  waiting: number;
};

export type Execute = (variables: Variables, context: OperationContext) => Promise<ExecutionResult>;

/** Lets queries share executions. All operations of a router have one. */
export type RequestDedupe = {
  /**
   * Lets equal requests for one query that are in flight at the same time share one execution. They are equal
   * when they have the same variables and send the subgraphs the same headers, tracing aside. A caller shares
   * no execution that began before a mutation of the same caller had ended: it may have read what was before.
   * An execution is aborted when no client waits for it any more.
   */
  query(execute: Execute): Execute;
  /** Notes when a mutation ends. Each request has its own execution. */
  mutation(execute: Execute): Execute;
};

/** A caller is a subject, or for anonymous callers an address, or who sends the same headers. */
export function createRequestDedupe(): RequestDedupe {
  const writes = createWriteTimes();

  function query(execute: Execute): Execute {
    const inFlight = new Map<string, InFlightRequest>();

    function start(key: string, variables: Variables, context: OperationContext): InFlightRequest {
      const abandoned = new AbortController();
      const begun = writes.begin();
      const request: InFlightRequest = {
        result: execute(variables, { ...context, signal: abandoned.signal }).finally(() => {
          writes.end(begun);
          settle(key, request);
        }),
        begun,
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

    function shared(key: string, context: OperationContext): InFlightRequest | undefined {
      const request = inFlight.get(key);
      return request && writes.isAfter(request.begun, callerKeys(context)) ? request : undefined;
    }

    return (variables, context) => {
      const key = `${scopeOf(context)}${writeJson(variables)}`;
      const request = shared(key, context) ?? start(key, variables, context);
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

  function mutation(execute: Execute): Execute {
    return (variables, context) => {
      const note = () => writes.note(callerKeys(context));
      // At its time limit, a mutation is answered before it ends.
      context.signal?.addEventListener('abort', note, { once: true });
      return execute(variables, context).finally(note);
    };
  }

  return { query, mutation };
}

/** The keys of the caller: who shares one of them may be the same. */
function callerKeys(context: OperationContext): readonly string[] {
  return context.identity ? [context.client] : [context.client, scopeOf(context)];
}

/** The headers that the caller sends to the subgraphs with each request. */
function scopeOf({ forwarded, forwardedTo, correlationHeaders }: OperationContext): string {
  const compared = (headers: Headers) =>
    Object.entries(headers).filter(([name]) => !isPerRequest(name, correlationHeaders));
  const perSubgraph =
    forwardedTo && Object.entries(forwardedTo).map(([name, headers]) => [name, compared(headers)]);
  return JSON.stringify([compared(forwarded), perSubgraph]);
}
