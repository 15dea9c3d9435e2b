import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ApolloServer, type ApolloServerPlugin, type GraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';
import { readBody } from '../http/body.ts';
import { createDrain } from '../http/drain.ts';
import type { Identity } from '../identity/identity.ts';
import { bearerToken, InvalidToken } from '../identity/token-verifier.ts';
import type { Verifier } from '../identity/verifier.ts';
import { parseJson } from '../json.ts';
import { createOperation, withinOperation } from '../operations/operation.ts';
import { createSlots } from '../resilience/slots.ts';
import type { Logger } from '../telemetry/logger.ts';
import { contextIn } from '../telemetry/trace-context.ts';
import { currentSpan, inServerSpan, isTracing } from '../telemetry/tracing.ts';
import { isRecord } from '../type-guards.ts';
import { countOutcomes, type OnOutcome } from './count-outcomes.ts';
import { DOCUMENTS, requestOf } from './documents.ts';
import { errorPolicy } from './error-policy.ts';
import { boundLists } from './list-bounds.ts';
import { refuseChanges, unavailable } from './refusals.ts';
import { causeOf, type RequestContext } from './request-context.ts';
import { DEFAULT_LIMITS, type RequestLimits } from './request-limits.ts';
import type { Surroundings } from './surroundings.ts';

/** An endpoint of the service besides GraphQL, such as a webhook. */
export type Route = {
  readonly method: string;
  readonly path: string;
  /**
   * Whether a request has a span: `begins` a trace when it continues none, or only `continues` one. None when
   * left out, as for probes.
   */
  readonly tracing?: 'begins' | 'continues';
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

export type SubgraphOptions<Context extends RequestContext> = {
  readonly port: number;
  readonly host: string;
  /** SDL of the subgraph, from `subgraphSchema`. */
  readonly typeDefs: string;
  readonly resolvers: object;
  readonly verifier: Verifier;
  /** Builds the context of this subgraph's resolvers for each request. */
  readonly context: (request: RequestContext) => Context;
  /** Pings the service's own database. The service is ready while that succeeds. */
  readonly ping: () => Promise<unknown>;
  /** What the service knows of its surroundings. Without it, they are taken to be well. */
  readonly surroundings?: Surroundings;
  readonly routes?: readonly Route[];
  /** Called with the caller of each request. */
  readonly onCaller?: ((identity: Identity) => void) | undefined;
  /** `DEFAULT_LIMITS` when left out. */
  readonly limits?: RequestLimits;
  /** Counts requests and mutations. */
  readonly metrics?: RequestMetrics;
  readonly log: Logger;
};

/** What is counted of the requests. */
export type RequestMetrics = {
  /** @param type of the operation; `none` when it could not be read */
  readonly request: (type: 'query' | 'mutation' | 'none', result: 'ok' | 'errors', seconds: number) => void;
  readonly mutation: OnOutcome;
};

export type SubgraphServer = {
  readonly url: string;
  /** Makes it not ready, while it goes on serving. */
  becomeUnready(): void;
  close(): Promise<void>;
};

/**
 * How long an idle connection is kept, in milliseconds. Callers close theirs a second earlier, and a drain
 * waits for that. New connections between services are cheap.
 */
const KEEP_ALIVE_MS = 2_000;

/** The SDL of a subgraph: the common types and its own schema. */
export async function subgraphSchema(folder: string): Promise<string> {
  const common = join(import.meta.dirname, '../../schema/common.graphql');
  const parts = await Promise.all(
    [common, join(folder, 'schema.graphql')].map((file) => readFile(file, 'utf8')),
  );
  return parts.join('\n');
}

/**
 * Serves a subgraph over HTTP: `/graphql`, which needs a valid token, and three probes. `/health/started` and
 * `/health/live` succeed while it responds, `/health/ready` while it should get requests. Resolves when it
 * listens. `close` completes requests in flight: see `createDrain`.
 */
export async function startSubgraphServer<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
): Promise<SubgraphServer> {
  const {
    port,
    host,
    verifier,
    context,
    ping,
    surroundings,
    log,
    metrics,
    limits = DEFAULT_LIMITS,
  } = options;
  const schema = buildSubgraphSchema({
    typeDefs: parse(options.typeDefs),
    // The generated types describe the resolvers exactly; Apollo's own type is looser.
    resolvers: options.resolvers as GraphQLResolverMap<unknown>,
  });
  boundLists(schema);
  if (surroundings) refuseChanges(schema, surroundings);
  if (metrics) countOutcomes(schema, metrics.mutation);
  const reads = createSlots({
    ...limits.reads,
    refusal: () => unavailable(surroundings?.service ?? 'this one', 'too many queries wait for its database'),
  });
  const apollo = new ApolloServer<Context>({
    schema,
    plugins: [
      errorPolicy<Context>(surroundings),
      mutationsGoOn<Context>(),
      ...(metrics ? [countRequests<Context>(metrics)] : []),
      // Unused features cost time: the first two visit every field of every response.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    persistedQueries: DOCUMENTS,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    logger: log,
  });
  await apollo.start();

  const routes: readonly Route[] = [
    { method: 'POST', path: '/graphql', tracing: 'continues', handle: serveGraphql },
    { method: 'GET', path: '/health/started', handle: respond },
    { method: 'GET', path: '/health/live', handle: respond },
    { method: 'GET', path: '/health/ready', handle: serveReadiness },
    ...(options.routes ?? []),
  ];

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const path = request.url?.split('?')[0];
    const route = routes.find((each) => each.path === path && each.method === request.method);
    if (!route) return sendJson(response, 404, { error: `There is no ${request.method} ${path} here.` });
    handle(route, request, response).catch((error: unknown) => {
      const correlationId = response.getHeader('x-correlation-id');
      log.error({ err: error, path, correlationId }, 'a request failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'Internal server error' });
      else response.destroy();
    });
  });

  const drain = createDrain(server);
  let isUnready = false;

  /** Nothing listens before the start is complete, and a hung process does not respond. */
  async function respond(_request: IncomingMessage, response: ServerResponse): Promise<void> {
    sendJson(response, 200, {});
  }

  async function missingParts(): Promise<readonly string[]> {
    const database = await ping().then(
      () => [],
      () => ['database'],
    );
    return [
      ...database,
      ...(surroundings?.isStuck() ? ['outbox'] : []),
      ...(surroundings?.isCutOff?.() ? ['nats'] : []),
    ];
  }

  async function serveReadiness(_request: IncomingMessage, response: ServerResponse): Promise<void> {
    const missing = isUnready || drain.isDraining() ? ['stopping'] : await missingParts();
    sendJson(response, missing.length === 0 ? 200 : 503, { missing });
  }

  async function serveGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cause = causeOf(request.headers);
    response.setHeader('x-correlation-id', cause.correlationId);
    const identity = await identify(request);
    if (typeof identity === 'string') return sendJson(response, 401, errorBody(identity, 'UNAUTHENTICATED'));
    options.onCaller?.(identity);
    const content = await readBody(request, { maxBytes: limits.bodyBytes, excess: 'discard' });
    if (content === undefined)
      return sendJson(
        response,
        413,
        errorBody(`A request must not exceed ${limits.bodyBytes} bytes.`, 'BAD_REQUEST'),
      );
    const graphqlRequest = readOperation(content.toString());
    if (!graphqlRequest) {
      const message =
        'The body must be a JSON object with `query` and optionally `operationName` and `variables`.';
      return sendJson(response, 400, errorBody(message, 'BAD_REQUEST'));
    }
    const requestLog = () => log.child({ correlationId: cause.correlationId });
    // Other services ask on behalf of mutations, which do not wait behind queries.
    const operation = createOperation({ limits, reads: identity.role === 'service' ? undefined : reads });
    response.once('close', operation.abandon);
    const contextValue = context({ identity, cause, log: requestLog, operation });
    // Apollo's own HTTP layer is not used: it handles concerns of browsers.
    const { http, body } = await withinOperation(operation, () =>
      apollo.executeOperation(graphqlRequest, { contextValue }),
    );
    const refusal = operation.refusal();
    if (refusal) {
      const { message, extensions } = refusal;
      return sendJson(response, 200, { errors: [{ message, extensions }], data: null });
    }
    if (body.kind !== 'single') throw new Error('Incremental delivery is not supported');
    const { errors, data, extensions } = body.singleResult;
    sendJson(response, http.status ?? 200, { errors, data, extensions });
  }

  /** The identity of the caller, or the reason why there is none. */
  async function identify(request: IncomingMessage): Promise<Identity | string> {
    const token = bearerToken(request.headers.authorization);
    if (!token) return 'Send a bearer token in the Authorization header.';
    try {
      return await verifier.verify(token);
    } catch (error) {
      if (error instanceof InvalidToken) return error.message;
      throw error;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const url = `http://${host}:${address.port}`;
  log.info({ url }, 'serving');

  return {
    url,
    becomeUnready() {
      isUnready = true;
    },
    async close() {
      await drain.close();
      await apollo.stop();
    },
  };
}

function handle(
  { tracing, path: route, handle }: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parent = isTracing() && tracing ? contextIn(request.headers) : undefined;
  if (!parent && tracing !== 'begins') return handle(request, response);
  return inServerSpan({ request, response, route, parent }, () => handle(request, response));
}

/** Mutations complete, whoever waits for them. The span of the request gets the operation's name. */
function mutationsGoOn<Context extends RequestContext>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ operation, contextValue }) {
        if (operation?.operation === 'mutation') contextValue.operation.beginMutation();
        const name = operation?.name?.value;
        currentSpan().set({ 'graphql.operation.type': operation?.operation, 'graphql.operation.name': name });
      },
    }),
  };
}

/** Counts and times the execution of operations. */
function countRequests<Context extends RequestContext>({
  request,
}: RequestMetrics): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse({ operation, errors }) {
          const type = operation?.operation === 'mutation' ? 'mutation' : operation ? 'query' : 'none';
          request(type, errors ? 'errors' : 'ok', (performance.now() - startedAt) / 1_000);
        },
      };
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

function errorBody(message: string, code: string) {
  return { errors: [{ message, extensions: { code } }] };
}

/** Reads the operation of a request; undefined when the body is not a GraphQL request. */
function readOperation(text: string): GraphQLRequest | undefined {
  const body = readJson(text);
  if (!isRecord(body)) return undefined;
  const { query, operationName, variables } = body;
  if (typeof query !== 'string' || query === '') return undefined;
  if (!isNothing(operationName) && typeof operationName !== 'string') return undefined;
  if (!isNothing(variables) && !isRecord(variables)) return undefined;
  return requestOf(query, {
    ...(operationName ? { operationName } : {}),
    ...(variables ? { variables } : {}),
  });
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Parses JSON; undefined when the text is malformed or nested too deeply, which no JSON value is. */
function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
