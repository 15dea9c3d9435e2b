import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { Pool } from 'undici';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';

export type SubgraphOptions = {
  readonly name: string;
  readonly url: string;
  /** Milliseconds until a subgraph that does not answer is given up. */
  readonly timeouts: { readonly query: number; readonly mutation: number };
  readonly log: Logger;
};

export type SubgraphSource = GraphQLDataSource<OperationContext> & {
  /** Whether the subgraph accepts connections and answers. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
};

const CONNECTIONS = 128;
/** Well below the second that a readiness probe usually waits. */
const PROBE_TIMEOUT_MS = 500;

/** Nothing of the request can have reached the subgraph. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The connection broke before the answer; whether the subgraph worked on it is unknown. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

type Answer = { readonly status: number; readonly body: string };

/**
 * Asks one subgraph over kept connections. A query is sent a second time when the connection failed before the
 * answer, a mutation only when it cannot have arrived. A subgraph that cannot be reached, is too late, or answers
 * something that is not GraphQL gives the error SUBGRAPH_UNAVAILABLE with its name.
 */
export function createSubgraphSource({ name, url, timeouts, log }: SubgraphOptions): SubgraphSource {
  const { origin, pathname, search } = new URL(url);
  // The time limit is each request's own signal; the pool's would only repeat it, rounded to seconds.
  const pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 });
  const path = pathname + search;

  async function send(
    body: string,
    headers: Record<string, string>,
    limit: number,
    gone?: AbortSignal,
  ): Promise<Answer> {
    const late = AbortSignal.timeout(limit);
    const signal = gone ? AbortSignal.any([late, gone]) : late;
    try {
      const response = await pool.request({ path, method: 'POST', headers, body, signal });
      return { status: response.statusCode, body: await response.body.text() };
    } catch (error) {
      if (late.aborted) throw new Error(`no answer within ${limit} ms`, { cause: error });
      throw error;
    }
  }

  async function sendTwiceIfSafe(
    body: string,
    isMutation: boolean,
    context: OperationContext,
  ): Promise<Answer> {
    const headers = forwarded(context);
    const limit = isMutation ? timeouts.mutation : timeouts.query;
    // Work that changes something is not broken off because its asker has gone.
    const gone = isMutation ? undefined : context.signal;
    try {
      return await send(body, headers, limit, gone);
    } catch (error) {
      const code = codeOf(error);
      const again = NEVER_SENT.has(code) || (BROKEN.has(code) && !isMutation);
      if (!again || gone?.aborted) throw error;
      return send(body, headers, limit, gone);
    }
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
        answer = await sendTwiceIfSafe(body, query.startsWith('mutation'), context);
      } catch (error) {
        const reason = reasonOf(error);
        if (!context.signal?.aborted)
          context.log.warn({ subgraph: name, url, reason }, 'subgraph not available');
        throw unavailable(reason, error, at);
      }
      const result = parseResult(answer.body);
      if (!result) {
        context.log.warn({ subgraph: name, url, status: answer.status }, 'subgraph gave no GraphQL answer');
        throw unavailable(`HTTP ${answer.status} without a GraphQL answer`, undefined, at);
      }
      return result;
    },
    async isReachable() {
      try {
        await send(
          '{"query":"{__typename}"}',
          { 'content-type': 'application/json', accept: 'application/json' },
          PROBE_TIMEOUT_MS,
        );
        return true;
      } catch (error) {
        log.debug({ subgraph: name, reason: reasonOf(error) }, 'subgraph not reachable');
        return false;
      }
    },
    close: () => pool.close(),
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'it refuses connections';
  if (BROKEN.has(code)) return 'it broke the connection';
  return error instanceof Error && error.message ? error.message : code || 'unknown';
}
