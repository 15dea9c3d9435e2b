import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json as readJson } from 'node:stream/consumers';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';
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
  /** What the service needs and does not have right now; empty when it can serve. */
  readonly missing: () => Promise<readonly string[]>;
  readonly routes?: readonly Route[];
  readonly log: Logger;
};

export type SubgraphServer = { readonly url: string; close(): Promise<void> };

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
 * Resolves when it listens. `close` lets requests in flight finish.
 */
export async function startSubgraphServer<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
): Promise<SubgraphServer> {
  const { port, host, verifier, context, missing, log } = options;
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

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const route = routes.find((each) => each.path === path && each.method === request.method);
    if (!route) return sendJson(response, 404, { error: `There is no ${request.method} ${path} here.` });
    route.handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path }, 'a request failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'Internal server error' });
      else response.destroy();
    });
  });

  async function serveReadiness(_request: IncomingMessage, response: ServerResponse): Promise<void> {
    const lacks = await missing();
    sendJson(response, lacks.length === 0 ? 200 : 503, { missing: lacks });
  }

  async function serveGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cause = causeOf(request.headers);
    response.setHeader('x-correlation-id', cause.correlationId);
    const identity = await identify(request);
    if (typeof identity === 'string') return sendJson(response, 401, unauthenticatedBody(identity));
    const body = await readJson(request).catch(() => undefined);
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
  // The router and the other services keep their connections open between requests.
  server.keepAliveTimeout = 65_000;
  const address = server.address() as AddressInfo;
  const url = `http://${host}:${address.port}`;
  log.info({ url }, 'serving');

  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
      server.closeIdleConnections();
      await closed;
      await apollo.stop();
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function unauthenticatedBody(message: string) {
  return { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] };
}
