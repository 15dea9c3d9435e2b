import type { ServerResponse } from 'node:http';
import { ClientDisconnected } from '../../platform/http/body.ts';
import type { BodyBudget } from '../../platform/http/body-budget.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { tokenNeeded } from '../auth/access.ts';
import type { Authenticate, Authentication } from '../auth/authenticate.ts';
import type { Caller } from '../context.ts';
import type { RunningContext } from '../operations/contexts.ts';
import type { AdmittedOperation, OperationResult, Operations } from '../operations/operations.ts';
import {
  type OperationRequest,
  type Refused,
  refusalText,
  refuse,
  refuseWith,
} from '../operations/request.ts';
import type { EventStreamRequest } from '../transports/sse/server.ts';
import { addressOf } from './address.ts';
import { isPreflighted } from './cross-origin.ts';
import { AS_JSON, createNegotiation, type Negotiated, type ResponseFormat } from './negotiation.ts';
import { parseRequest, type RequestLimits } from './parse-request.ts';
import { type Handler, type HttpRequest, send } from './server.ts';

/** Recorded for each request. */
export type HttpMetrics = {
  /** @param operation the operation that was run; undefined for none or a batch */
  readonly answered: (status: number, operation: AdmittedOperation | undefined, startedAt: number) => void;
};

export type GraphqlDeps = {
  readonly operations: Operations;
  readonly authenticate: Authenticate;
  /** Responds with server-sent events. Resolves for a subscription when it has started. */
  readonly streamEvents: (request: EventStreamRequest) => Promise<void>;
  readonly limits: RequestLimits;
  readonly bodies: BodyBudget;
  /** Whether no operation may be sent without a token, so that the token is asked for before the body. */
  readonly needsToken: boolean;
  /** Headers that prove a preflight; undefined disables CSRF prevention. */
  readonly csrfProofs: readonly string[] | undefined;
  /** The number of reverse proxies in front. */
  readonly trustedProxies: number;
  /** The request header with which clients get the cost in `extensions`; undefined disables it. */
  readonly costHeader: string | undefined;
  readonly metrics: HttpMetrics;
  readonly log: Logger;
};

/** A request with the negotiated format of its response. */
type NegotiatedRequest = {
  readonly http: HttpRequest;
  readonly startedAt: number;
  readonly format: ResponseFormat;
};

/** A response with the operation that was run. */
type OperationResponse = { readonly response: GraphqlResponse; readonly admitted?: AdmittedOperation };

/** The caller of a request whose token is refused. */
const NOBODY: Caller = { identity: undefined, policies: [] };
/** Statuses of requests whose body is not read to its end. */
const UNREAD_BODY: ReadonlySet<number> = new Set([408, 413, 503]);
const CLOSE = ['connection', 'close'] as const;
/** Responses to GET depend on the caller, so they must not be cached. */
const NO_STORE = ['cache-control', 'no-store'] as const;

/**
 * Serves GraphQL over HTTP: GET and POST, one operation or a batch. docs/router/graphs.md describes how the
 * specification is implemented.
 */
export function createGraphqlHandler(deps: GraphqlDeps): Handler {
  const {
    operations,
    authenticate,
    limits,
    bodies,
    needsToken,
    csrfProofs,
    trustedProxies,
    costHeader,
    metrics,
    log,
  } = deps;
  const negotiate = createNegotiation();

  /** Sends a response in the negotiated format. */
  function respond(
    { http, format, startedAt }: NegotiatedRequest,
    { response, admitted }: OperationResponse,
  ): void {
    const status = response.status === 400 ? format.requestErrorStatus : response.status;
    const headers = http.message.method === 'GET' ? [...response.headers, NO_STORE] : response.headers;
    send(http, status, format.contentType, response.text, headers);
    metrics.answered(status, admitted, startedAt);
  }

  /** Rejects a request that is not a well-formed GraphQL request, with the same status in every format. */
  function reject({ http, startedAt }: NegotiatedRequest, status: number, refused: Refused): void {
    const { text, headers } = graphqlResponse(refused);
    send(http, status, AS_JSON.contentType, text, UNREAD_BODY.has(status) ? [...headers, CLOSE] : headers);
    metrics.answered(status, undefined, startedAt);
  }

  async function identify({ message, correlationId }: HttpRequest): Promise<Authentication | Refused> {
    try {
      return await authenticate(message.headers.authorization);
    } catch (error) {
      log.error({ err: error, correlationId }, 'the token could not be verified');
      return internalError(correlationId);
    }
  }

  function createContext({ message, correlationId }: HttpRequest, caller: Caller): RunningContext {
    return operations.createContext({
      headers: message.headers,
      authorization: message.headers.authorization,
      correlationId,
      caller,
      address: addressOf(message, trustedProxies),
    });
  }

  async function admit(
    operation: OperationRequest,
    context: RunningContext,
  ): Promise<AdmittedOperation | Refused> {
    try {
      return await operations.admit(operation, context);
    } catch (error) {
      context.log.error({ err: error }, 'operation could not be admitted');
      return internalError(context.correlationId);
    }
  }

  async function run(
    admitted: AdmittedOperation | Refused,
    context: RunningContext,
    { message: { method, headers } }: HttpRequest,
  ): Promise<OperationResponse> {
    if (admitted.kind === 'refused') return { response: graphqlResponse(admitted) };
    const { kind } = admitted.operation;
    if (kind === 'subscription') return { response: SUBSCRIPTION_NEEDS_STREAM, admitted };
    if (kind === 'mutation' && method === 'GET') return { response: MUTATION_BY_GET, admitted };
    try {
      const response = graphqlResponse(await operations.run(admitted, context));
      const showsCost = costHeader !== undefined && headers[costHeader] !== undefined;
      return { response: showsCost ? withCost(response, admitted) : response, admitted };
    } catch (error) {
      context.log.error({ err: error }, 'operation failed');
      return { response: graphqlResponse(internalError(context.correlationId)) };
    }
  }

  async function runBatch(
    batch: readonly OperationRequest[],
    http: HttpRequest,
    caller: Caller,
  ): Promise<OperationResponse> {
    const members = batch.map((operation) => ({ operation, context: createContext(http, caller) }));
    onDisconnect(http.response, (reason) => {
      for (const { context } of members) context.abort(reason);
    });
    const results = await Promise.all(
      members.map(async ({ operation, context }) => run(await admit(operation, context), context, http)),
    );
    const text = `[${results.map(({ response }) => response.text).join(',')}]`;
    return { response: { status: 200, text, headers: [] } };
  }

  async function stream(
    { http, startedAt }: NegotiatedRequest,
    decided: AdmittedOperation | Refused,
    context: RunningContext,
  ): Promise<void> {
    const { response, commonHeaders } = http;
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    await deps.streamEvents({ response, decided, context });
    // A subscription is counted when it has started. A client that disconnected before got no response.
    const admitted = decided.kind === 'admitted' ? decided : undefined;
    if (response.headersSent) metrics.answered(response.statusCode, admitted, startedAt);
  }

  /** Clients of event streams try again after any status but 200, without telling why. */
  async function refuseCaller(
    request: NegotiatedRequest,
    refused: Refused,
    kind: Negotiated['kind'],
  ): Promise<void> {
    if (kind === 'events') await stream(request, refused, createContext(request.http, NOBODY));
    else respond(request, { response: graphqlResponse(refused) });
  }

  return async (http) => {
    const { method, headers } = http.message;
    const negotiated = negotiate(headers.accept);
    const format = negotiated.kind === 'json' ? negotiated.format : AS_JSON;
    const request: NegotiatedRequest = { http, format, startedAt: performance.now() };
    if (method !== 'GET' && method !== 'POST') return reject(request, 405, METHOD_NOT_ALLOWED);
    if (negotiated.kind === 'none') return reject(request, 406, NOT_ACCEPTABLE);
    if (csrfProofs && !isPreflighted(headers, csrfProofs)) {
      return reject(request, method === 'GET' ? 400 : 415, notPreflighted(csrfProofs));
    }
    const caller = await identify(http);
    if (caller.kind === 'refused') {
      if (!('message' in caller)) return respond(request, { response: graphqlResponse(caller) });
      return refuseCaller(request, refuseWith('UNAUTHENTICATED', caller.message), negotiated.kind);
    }
    if (needsToken && caller.kind === 'anonymous' && method === 'POST')
      return refuseCaller(request, TOKEN_NEEDED, negotiated.kind);
    const parsed = await parseRequest(http, limits, bodies);
    if (parsed.kind === 'invalid')
      return reject(request, parsed.status, refuseWith(parsed.code, parsed.message, {}, parsed.headers));
    if (parsed.kind === 'batch') {
      if (negotiated.kind === 'events') return reject(request, 406, NOT_ACCEPTABLE);
      return respond(request, await runBatch(parsed.operations, http, caller));
    }
    const context = createContext(http, caller);
    onDisconnect(http.response, context.abort);
    const decided = await admit(parsed.operation, context);
    const kind = decided.kind === 'admitted' ? decided.operation.kind : undefined;
    const asEvents =
      negotiated.kind === 'events'
        ? !(kind === 'mutation' && method === 'GET')
        : negotiated.acceptsEvents && kind === 'subscription';
    if (asEvents) return stream(request, decided, context);
    respond(request, await run(decided, context, http));
  };
}

/** Calls back when the client disconnects before the response was sent. */
function onDisconnect(response: ServerResponse, abort: (reason: Error) => void): void {
  response.once('close', () => {
    if (!response.writableFinished) abort(new ClientDisconnected('The client has disconnected'));
  });
}

/** A GraphQL response over HTTP, without the media type, which is negotiated. */
type GraphqlResponse = {
  readonly status: number;
  readonly text: string;
  readonly headers: readonly (readonly [string, string])[];
};

const NO_HEADERS: GraphqlResponse['headers'] = [];

/** The response for the result of an operation, or for the reason why it was not run. */
function graphqlResponse(result: OperationResult | Refused): GraphqlResponse {
  return result.kind === 'result'
    ? { status: 200, text: result.text, headers: NO_HEADERS }
    : { status: result.status, text: refusalText(result), headers: result.headers };
}

/** Adds the estimated cost to a response. */
function withCost(response: GraphqlResponse, { cost }: AdmittedOperation): GraphqlResponse {
  if (response.status !== 200) return response;
  const text = `${response.text.slice(0, -1)},"extensions":{"cost":{"estimated":${cost}}}}`;
  return { ...response, text };
}

const MUTATION_BY_GET: GraphqlResponse = {
  ...graphqlResponse(refuseWith('BAD_REQUEST', 'Send mutations with POST.')),
  status: 405,
  headers: [['allow', 'POST']],
};

const TOKEN_NEEDED = refuse([tokenNeeded()]);

const METHOD_NOT_ALLOWED = refuseWith('BAD_REQUEST', 'Use GET or POST.', {}, [['allow', 'GET, POST']]);

export const NOT_ACCEPTABLE = refuseWith(
  'NOT_ACCEPTABLE',
  'Accept application/graphql-response+json, application/json or text/event-stream.',
);

const SUBSCRIPTION_NEEDS_STREAM: GraphqlResponse = graphqlResponse(
  refuseWith(
    'BAD_USER_INPUT',
    'Subscribe at this path over WebSocket (graphql-transport-ws), or with server-sent events (accept: text/event-stream).',
  ),
);

function notPreflighted(proofs: readonly string[]): Refused {
  return refuseWith(
    'BAD_REQUEST',
    `This request was blocked as a possible cross-site request forgery. Send a content-type such as application/json, a bearer token in Authorization, or one of these headers: ${proofs.join(', ')}.`,
  );
}

/** The response to a fault of the router, which is logged with this id. */
function internalError(correlationId: string): Refused {
  return refuseWith('INTERNAL_SERVER_ERROR', 'Internal server error', { correlationId });
}
