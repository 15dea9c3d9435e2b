import { errorCode } from '../../platform/errors.ts';
import {
  createInstances,
  isBrokenConnection,
  ResponseTimeout,
  ResponseTooLarge,
  type ServiceResponse,
} from '../../platform/http/instances.ts';
import type { ResponseBudget } from '../../platform/http/response-budget.ts';
import { parseNumbers } from '../../platform/json.ts';
import { createFairQueue } from '../../platform/resilience/fair-queue.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { inSpan, type Span, type SpanOptions, traceHeaders } from '../../platform/telemetry/tracing.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { OperationContext } from '../context.ts';
import type { JsonObject } from '../graphql/json.ts';
import { type BreakerLimits, createCircuitBreaker } from './circuit-breaker.ts';

export type SubgraphRequest = {
  /** A GraphQL request as JSON. */
  readonly body: string;
  /** Mutations are neither retried nor aborted. */
  readonly isMutation: boolean;
  /** What all responses of an operation may have together. Once it is spent, requests are aborted. */
  readonly budget?: ResponseBudget | undefined;
};

/** The result of a request to a subgraph. */
export type SubgraphResponse =
  | {
      readonly kind: 'response';
      readonly data: JsonObject | null;
      readonly errors: readonly SubgraphError[];
      /** No string in the data needs escaping in JSON. */
      readonly isPlain?: boolean;
    }
  /** The subgraph cannot be reached, times out, or does not respond with GraphQL. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly cause: unknown };

/** An error from a subgraph, with its fields validated. */
export type SubgraphError = {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
};

/** Asks a subgraph by its name. */
export type Send = (
  subgraph: string,
  request: SubgraphRequest,
  context: OperationContext,
) => Promise<SubgraphResponse>;

export type SubgraphLimits = {
  /** Milliseconds until a request is abandoned, including all attempts. */
  readonly timeouts: { readonly query: number; readonly mutation: number };
  /** Maximum bytes of a response. */
  readonly responseBytes: number;
  /** Maximum concurrent requests; more wait, and clients take turns. */
  readonly inFlight: number;
  /** Maximum concurrent requests of one client, and how many more of it may wait. */
  readonly inFlightPerClient: number;
  readonly inFlightBesideOthers: number;
  readonly waitingPerClient: number;
  /** Maximum characters of the requests of one client that wait, and of all requests that wait. */
  readonly waitingBytesPerClient: number;
  readonly waitingBytes: number;
  readonly breaker: BreakerLimits;
};

/** Recorded for requests to subgraphs. */
export type SubgraphMetrics = {
  /** A request has ended. */
  readonly request: (subgraph: string, result: SubgraphRequestResult, seconds: number) => void;
  readonly breaker: (subgraph: string, state: 'closed' | 'open' | 'half-open') => void;
};

/**
 * `errors`: a GraphQL response with errors. `rejected`: not sent, by the circuit breaker or because too many
 * requests of the client wait.
 */
export type SubgraphRequestResult = 'ok' | 'errors' | 'unavailable' | 'rejected' | 'abandoned';

export type SubgraphClientDeps = {
  readonly name: string;
  /** The URLs of its instances. */
  readonly urls: readonly string[];
  readonly limits: SubgraphLimits;
  readonly metrics: SubgraphMetrics;
  readonly log: Logger;
};

export type SubgraphClient = {
  /** Never rejects because of the subgraph: the result tells of failures. */
  send(request: SubgraphRequest, context: OperationContext): Promise<SubgraphResponse>;
  /** Whether the subgraph responds to a minimal query. */
  isReachable(): Promise<boolean>;
  /** Waits for requests in flight, then closes the connections. */
  close(): Promise<void>;
};

const TOO_MANY = 'too many requests of this client are in flight';

/** Well below the usual timeout of a readiness probe, which is 1 s. */
export const PROBE_TIMEOUT_MS = 500;

const OWN_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
};

/**
 * Sends requests to one subgraph over pooled connections. A query is retried, on another instance if there is
 * one, when the connection fails before the response; a mutation only when it cannot have arrived. Clients
 * take turns, each with a bound on its requests in flight; waiting counts for the time limit. Requests are
 * rejected without being sent while the circuit breaker is open.
 */
export function createSubgraphClient({
  name,
  urls,
  limits,
  metrics,
  log,
}: SubgraphClientDeps): SubgraphClient {
  // One more, so that a probe reaches a subgraph that is fully busy.
  const instances = createInstances(urls, limits.inFlight + 1);
  const breaker = createCircuitBreaker({
    limits: limits.breaker,
    onState(state) {
      metrics.breaker(name, state);
      log[state === 'open' ? 'warn' : 'info']({ subgraph: name, state }, 'subgraph circuit breaker changed');
    },
  });

  const queue = createFairQueue({
    places: () => limits.inFlight,
    placesPerFlow: { alone: limits.inFlightPerClient, besideOthers: limits.inFlightBesideOthers },
    waitingPerFlow: limits.waitingPerClient,
    waitingWeight: { perFlow: limits.waitingBytesPerClient, total: limits.waitingBytes },
  });

  function reject(reason: string, span: Span): SubgraphResponse {
    span.fail('rejected');
    metrics.request(name, 'rejected', 0);
    return { kind: 'unavailable', reason, cause: undefined };
  }

  const describeFetch = (): SpanOptions => ({
    name: `fetch ${name}`,
    kind: 'client',
    attributes: { 'http.request.method': 'POST', 'graphql.subgraph.name': name },
  });

  async function sendIn(
    span: Span,
    { body, isMutation, budget }: SubgraphRequest,
    context: OperationContext,
  ): Promise<SubgraphResponse> {
    const { client } = context;
    const allowedMs = isMutation ? limits.timeouts.mutation : limits.timeouts.query;
    const cameAt = performance.now();
    const caller = { signal: context.signal, weight: body.length };
    if (!queue.tryEnter(client) && !(await queue.enter(client, allowedMs, caller)))
      return reject(TOO_MANY, span);
    const rejection = breaker.acquire();
    if (rejection) {
      queue.leave(client);
      return reject(rejection, span);
    }
    const startedAt = performance.now();
    const end = (result: SubgraphRequestResult, isFailure = false) => {
      queue.leave(client);
      breaker.release(isFailure ? 'failed' : result === 'ok' || result === 'errors' ? 'ok' : 'unknown');
      metrics.request(name, result, (performance.now() - startedAt) / 1_000);
      if (result === 'unavailable') span.fail(result);
    };
    // A mutation is not aborted when its caller leaves.
    const signal = isMutation ? undefined : context.signal;
    let response: ServiceResponse;
    try {
      response = await instances.post({
        body,
        headers: {
          ...OWN_HEADERS,
          ...(context.forwardedTo?.[name] ?? context.forwarded),
          ...traceHeaders(),
        },
        timeoutMs: Math.max(1, allowedMs - Math.floor(startedAt - cameAt)),
        isIdempotent: !isMutation,
        signal,
        maxResponseBytes: limits.responseBytes,
        budget,
      });
    } catch (error) {
      const isAbandoned = signal?.aborted === true || budget?.reason !== undefined;
      end(isAbandoned ? 'abandoned' : 'unavailable', !isAbandoned && !(error instanceof ResponseTooLarge));
      if (!isAbandoned)
        context.log.warn({ subgraph: name, urls, reason: describeForLog(error) }, 'subgraph unavailable');
      return { kind: 'unavailable', reason: describeForClients(error), cause: error };
    }
    const parsed = parseResponse(response);
    if (parsed.kind === 'unavailable') {
      end('unavailable', !blamesRequest(response.status));
      context.log.warn({ subgraph: name, urls, status: response.status }, 'subgraph response is not GraphQL');
    } else end(parsed.errors.length > 0 ? 'errors' : 'ok');
    return parsed;
  }

  return {
    send: (request, context) => inSpan(describeFetch, (span) => sendIn(span, request, context)),
    async isReachable() {
      try {
        await instances.post({
          body: '{"query":"{__typename}"}',
          headers: OWN_HEADERS,
          timeoutMs: PROBE_TIMEOUT_MS,
          isIdempotent: true,
        });
        return true;
      } catch (error) {
        log.debug({ subgraph: name, reason: describeForLog(error) }, 'subgraph unreachable');
        return false;
      }
    },
    close: () => instances.close(),
  };
}

/**
 * Whether a status blames the request, such as 431 for too large headers. Such failures do not count for the
 * circuit breaker: otherwise one client could open it for all. 408 and 429 do count.
 */
function blamesRequest(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** The description of a fault for the log. */
function describeForLog(error: unknown): string {
  return error instanceof Error && error.message ? error.message : (errorCode(error) ?? String(error));
}

/** The description of a fault for clients, without host names, certificates or library messages. */
function describeForClients(error: unknown): string {
  if (errorCode(error) === 'ECONNREFUSED') return 'it refuses connections';
  if (isBrokenConnection(error)) return 'it broke the connection';
  if (error instanceof ResponseTooLarge) return `its response has ${error.message}`;
  return error instanceof ResponseTimeout ? error.message : 'the request failed';
}

const NO_ERRORS: readonly SubgraphError[] = [];

/**
 * Parses a subgraph's HTTP response; `unavailable` when it is not GraphQL. The HTTP status is ignored
 * otherwise.
 */
export function parseResponse({ status, body }: ServiceResponse): SubgraphResponse {
  let value: unknown;
  try {
    value = parseNumbers(body);
  } catch (error) {
    return noGraphql(status, error);
  }
  if (!isRecord(value)) return noGraphql(status, undefined);
  const { data, errors } = value;
  const isData = isRecord(data);
  if (!isData && !(Array.isArray(errors) && errors.length > 0)) {
    // Neither data nor errors.
    if (data !== null || errors !== undefined) return noGraphql(status, undefined);
  }
  return {
    kind: 'response',
    data: isData ? data : null,
    errors: Array.isArray(errors) ? errors.map(readError) : NO_ERRORS,
    // A body without escapes contains no string that needs escaping.
    isPlain: !body.includes('\\'),
  };
}

function noGraphql(status: number, cause: unknown): SubgraphResponse {
  return { kind: 'unavailable', reason: `HTTP ${status} without a GraphQL response`, cause };
}

function readError(value: unknown): SubgraphError {
  const { message, path, extensions }: JsonObject = isRecord(value) ? value : {};
  return {
    message: typeof message === 'string' ? message : '',
    path: isPath(path) ? path : undefined,
    extensions: isRecord(extensions) ? extensions : {},
  };
}

function isPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}
