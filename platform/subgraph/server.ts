import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';
import { createDrain } from '../http/index.ts';
import { bearerToken, type Identity, InvalidToken, type Verifier } from '../identity/index.ts';
import type { Cause } from '../messaging/event.ts';
import type { Logger } from '../telemetry/logger.ts';
import { causeOf } from './cause.ts';
import { errorPolicy } from './error-policy.ts';

/** What every resolver knows of its request. */
export type RequestContext = {
  readonly identity: Identity;
  readonly cause: Cause;
  readonly log: Logger;
};

/** A path of the service besides GraphQL, such as a webhook. */
export type Route = {
  readonly method: string;
  readonly path: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

export type SubgraphOptions<Context extends RequestContext> = {
  readonly port: number;
  readonly host: string;
  /** SDL of the subgraph, from `subgraphSchema`. */
  readonly typeDefs: string;
  readonly resolvers: object;
  readonly verifier: Verifier;
  /** Adds what this subgraph's resolvers need to each request. */
  readonly context: (request: RequestContext) => Context;
  /** Asks the service's own database for a sign of life; the service is ready while that succeeds. */
  readonly ping: () => Promise<unknown>;
  readonly routes?: readonly Route[];
  readonly log: Logger;
};

export type SubgraphServer = { readonly url: string; close(): Promise<void> };

/** Far more than any operation needs, in bytes. */
const LARGEST_BODY = 1_000_000;

/**
 * Callers give up an idle connection a second before this; a drain waits for that. Between services a new connection
 * costs next to nothing.
 */
const KEEP_ALIVE_MS = 2_000;

/** The SDL of a subgraph: the common types and its own. */
export async function subgraphSchema(folder: string): Promise<string> {
  const common = join(import.meta.dirname, '../../schema/common.graphql');
  const parts = await Promise.all(
    [common, join(folder, 'schema.graphql')].map((file) => readFile(file, 'utf8')),
  );
  return parts.join('\n');
}

/**
 * Serves a subgraph over HTTP: `/graphql` for bearers of a valid token only, `/health/live`, `/health/ready`.
 * Resolves when it listens. `close` loses no request: see `createDrain`.
 */
export async function startSubgraphServer<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
): Promise<SubgraphServer> {
  const { port, host, verifier, context, ping, log } = options;
  const apollo = new ApolloServer<Context>({
    schema: buildSubgraphSchema({
      typeDefs: parse(options.typeDefs),
      // The generated types say what each resolver takes; Apollo's own type is looser.
      resolvers: options.resolvers as GraphQLResolverMap<unknown>,
    }),
    plugins: [errorPolicy<Context>()],
    // Requests come from the router and other services with their own headers, never from a browser's form.
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    logger: log,
  });
  await apollo.start();

  const routes: readonly Route[] = [
    { method: 'POST', path: '/graphql', handle: serveGraphql },
    {
      method: 'GET',
      path: '/health/live',
      handle: async (_request, response) => sendJson(response, 200, {}),
    },
    { method: 'GET', path: '/health/ready', handle: serveReadiness },
    ...(options.routes ?? []),
  ];

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const path = request.url?.split('?')[0];
    const route = routes.find((each) => each.path === path && each.method === request.method);
    if (!route) return sendJson(response, 404, { error: `There is no ${request.method} ${path} here.` });
    route.handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path }, 'a request failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'Internal server error' });
      else response.destroy();
    });
  });

  const drain = createDrain(server);

  function lacking(): Promise<readonly string[]> {
    return ping().then(
      () => [],
      () => ['database'],
    );
  }

  async function serveReadiness(_request: IncomingMessage, response: ServerResponse): Promise<void> {
    const lacks = drain.isDraining() ? ['stopping'] : await lacking();
    sendJson(response, lacks.length === 0 ? 200 : 503, { missing: lacks });
  }

  async function serveGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cause = causeOf(request.headers);
    response.setHeader('x-correlation-id', cause.correlationId);
    const identity = await identify(request);
    if (typeof identity === 'string') return sendJson(response, 401, errorBody(identity, 'UNAUTHENTICATED'));
    const text = await readText(request);
    if (text === undefined)
      return sendJson(response, 413, errorBody(`A request is at most ${LARGEST_BODY} bytes.`, 'BAD_REQUEST'));
    const body = parseJson(text);
    if (body === undefined) return sendJson(response, 400, errorBody('The body is no JSON.', 'BAD_REQUEST'));
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const requestLog = log.child({ correlationId: cause.correlationId });
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, search: '', body },
      context: async () => context({ identity, cause, log: requestLog }),
    });
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    response.statusCode = answer.status ?? 200;
    if (answer.body.kind !== 'complete') throw new Error('Incremental delivery is not offered here');
    response.end(answer.body.string);
  }

  /** Who asks, or why that is not known. */
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
    async close() {
      await drain.close();
      await apollo.stop();
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function errorBody(message: string, code: string) {
  return { errors: [{ message, extensions: { code } }] };
}

/** The body as text; undefined when it is larger than allowed. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (size <= LARGEST_BODY) parts.push(part);
  }
  return size <= LARGEST_BODY ? Buffer.concat(parts).toString() : undefined;
}

/** What a text says; undefined when it is no JSON, which never says that itself. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
