import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { type Answer, connectionFault, createInstances, isBroken } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';

export type SubgraphOptions = {
  readonly name: string;
  /** Where its instances are. */
  readonly urls: readonly string[];
  /** Milliseconds until a subgraph that does not answer is given up. */
  readonly timeouts: { readonly query: number; readonly mutation: number };
  readonly log: Logger;
};

export type SubgraphSource = GraphQLDataSource<OperationContext> & {
  /** Whether the subgraph accepts connections and answers. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
};

/** Well below the second that a readiness probe usually waits. */
const PROBE_TIMEOUT_MS = 500;

/**
 * Asks one subgraph over kept connections. A query is sent again, to another instance if there is one, when the
 * connection failed before the answer, a mutation only when it cannot have arrived. A subgraph that cannot be reached,
 * is too late, or answers something that is not GraphQL gives the error SUBGRAPH_UNAVAILABLE with its name.
 */
export function createSubgraphSource({ name, urls, timeouts, log }: SubgraphOptions): SubgraphSource {
  const instances = createInstances(urls);

  function send(body: string, isMutation: boolean, context: OperationContext): Promise<Answer> {
    return instances.post({
      body,
      headers: forwarded(context),
      limitMs: isMutation ? timeouts.mutation : timeouts.query,
      isRepeatable: !isMutation,
      // Work that changes something is not broken off because its asker has gone.
      signal: isMutation ? undefined : context.signal,
    });
  }

  function unavailable(
    reason: string,
    cause: unknown,
    path: readonly (string | number)[] | undefined,
  ): GraphQLError {
    return new GraphQLError(`The subgraph "${name}" is not available now: ${reason}.`, {
      ...(path ? { path } : {}),
      ...(cause instanceof Error ? { originalError: cause } : {}),
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: name, serviceName: name },
    });
  }

  return {
    async process(options) {
      const { query = '', variables, operationName } = options.request;
      const context = options.context as OperationContext;
      const at = 'pathInIncomingRequest' in options ? definitePath(options.pathInIncomingRequest) : undefined;
      const body = JSON.stringify({ query, variables, ...(operationName ? { operationName } : {}) });
      let answer: Answer;
      try {
        answer = await send(body, query.startsWith('mutation'), context);
      } catch (error) {
        const reason = reasonOf(error);
        if (!context.signal?.aborted)
          context.log.warn({ subgraph: name, urls, reason }, 'subgraph not available');
        throw unavailable(reason, error, at);
      }
      const result = parseResult(answer.body);
      if (!result) {
        context.log.warn({ subgraph: name, urls, status: answer.status }, 'subgraph gave no GraphQL answer');
        throw unavailable(`HTTP ${answer.status} without a GraphQL answer`, undefined, at);
      }
      return result;
    },
    async isReachable() {
      try {
        await instances.post({
          body: '{"query":"{__typename}"}',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          limitMs: PROBE_TIMEOUT_MS,
          isRepeatable: true,
        });
        return true;
      } catch (error) {
        log.debug({ subgraph: name, reason: reasonOf(error) }, 'subgraph not reachable');
        return false;
      }
    },
    close: () => instances.close(),
  };
}

function forwarded({ authorization, correlationId, traceparent }: OperationContext): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'x-correlation-id': correlationId,
    ...(authorization ? { authorization } : {}),
    ...(traceparent ? { traceparent } : {}),
  };
}

type GraphQLResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** The body as a GraphQL result; undefined when it is something else. */
function parseResult(body: string): GraphQLResult | undefined {
  try {
    // Taken at its word: the gateway checks the data against the schema.
    const result: GraphQLResult | null = JSON.parse(body);
    return isRecord(result) && ('data' in result || 'errors' in result) ? result : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The part of a planner's path up to its first list, whose items are not told apart there. */
function definitePath(
  path: readonly (string | number)[] | undefined,
): readonly (string | number)[] | undefined {
  const end = path?.indexOf('@') ?? -1;
  const definite = end < 0 ? path : path?.slice(0, end);
  return definite?.length ? definite : undefined;
}

function reasonOf(error: unknown): string {
  if (connectionFault(error) === 'ECONNREFUSED') return 'it refuses connections';
  if (isBroken(error)) return 'it broke the connection';
  return error instanceof Error && error.message ? error.message : (connectionFault(error) ?? 'unknown');
}
