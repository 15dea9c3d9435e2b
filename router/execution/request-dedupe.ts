import type { OperationContext } from '../context.ts';
import type { Variables } from '../graphql/variables.ts';
import type { Outcome } from './operation.ts';

/** One execution that several callers wait for. */
type Flight = {
  readonly outcome: Promise<Outcome>;
  /** Aborted when the last of those who waited has gone. */
  readonly abandoned: AbortController;
  waiting: number;
};

/** What a caller's request is told apart by, besides operation and variables: what the subgraphs get to see of him. */
const OF_ONE_REQUEST: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'x-correlation-id']);

/**
 * Lets equal queries that are in flight at the same time share one execution: the same variables and the same headers
 * for the subgraphs, but for tracing. It goes on until nobody waits for it any more. One instance per operation.
 */
export function createSharing(
  execute: (variables: Variables, context: OperationContext) => Promise<Outcome>,
) {
  const flights = new Map<string, Flight>();

  function takeOff(key: string, variables: Variables, context: OperationContext): Flight {
    const abandoned = new AbortController();
    const flight: Flight = {
      outcome: execute(variables, { ...context, signal: abandoned.signal }).finally(() => land(key, flight)),
      abandoned,
      waiting: 0,
    };
    flights.set(key, flight);
    return flight;
  }

  /** Whoever comes from now on begins anew. */
  function land(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return (variables: Variables, context: OperationContext): Promise<Outcome> => {
    const key = keyOf(variables, context);
    const flight = flights.get(key) ?? takeOff(key, variables, context);
    flight.waiting += 1;
    context.signal?.addEventListener(
      'abort',
      () => {
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        land(key, flight);
        flight.abandoned.abort();
      },
      { once: true },
    );
    return flight.outcome;
  };
}

function keyOf(variables: Variables, { forwarded, forwardedTo }: OperationContext): string {
  const seen = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).filter(([name]) => !OF_ONE_REQUEST.has(name));
  const special = forwardedTo && Object.entries(forwardedTo).map(([name, headers]) => [name, seen(headers)]);
  return JSON.stringify([variables, seen(forwarded), special]);
}
