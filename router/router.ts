import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { createDrain } from '../platform/http/index.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { createAccessCheck } from './auth/access.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import type { RouterConfig } from './config.ts';
import type { OperationContext } from './context.ts';
import { createGateway } from './gateway/gateway.ts';
import type { Graph } from './gateway/graph.ts';
import { createGraphqlRoute } from './graphql-route.ts';
import { createHttpServer, json, type Route } from './http.ts';
import { createOperationPlugin } from './operations/plugin.ts';
import { createPageRoutes } from './pages/routes.ts';
import type { EventSource } from './subscriptions/event-source.ts';
import { createSubscribe } from './subscriptions/subscribe.ts';
import { createWebSockets } from './websocket.ts';

export type RouterDeps = {
  readonly log: Logger;
  /** Where live events come from; without it there are no subscriptions. */
  readonly events: EventSource | undefined;
};

export type Router = {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Stops accepting, lets requests in flight finish, closes WebSockets with 1001. Loses no request: see `createDrain`. */
  close(): Promise<void>;
};

/**
 * Starts a router for one supergraph file: loads, listens, serves. Throws when the address is taken or the file
 * is no supergraph.
 */
export async function startRouter(config: RouterConfig, { log, events }: RouterDeps): Promise<Router> {
  const gateway = createGateway(config, log);
  const authenticate = createAuthenticate(config.auth);
  const checkAccess = createAccessCheck({ enforced: config.auth !== undefined });
  let isDraining = false;

  const apollo = new ApolloServer<OperationContext>({
    gateway: gateway.apollo,
    introspection: config.introspection,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    plugins: [
      createOperationPlugin({ graph: loadedGraph, checkAccess }),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });

  function loadedGraph(): Graph {
    const graph = gateway.graph();
    if (!graph) throw new Error('An operation came before the first schema');
    return graph;
  }

  const ready: Route = async () => {
    return json(isDraining ? 503 : 200, {
      status: isDraining ? 'not ready' : 'ready',
      ...(isDraining ? { missing: ['stopping'] } : {}),
      // For people to read: a subgraph that is away takes away only its own fields, not the router's readiness.
      subgraphs: await gateway.reachable(),
    });
  };

  const http = createHttpServer({
    cors: config.cors,
    bodyLimit: config.bodyLimit,
    onFault: (error, correlationId) => log.error({ err: error, correlationId }, 'request failed'),
    routes: {
      '/graphql': createGraphqlRoute({ apollo, authenticate, log }),
      '/health/live': async () => json(200, { status: 'live' }),
      '/health/ready': ready,
      ...(config.pages ? await createPageRoutes(config) : {}),
    },
  });
  http.keepAliveTimeout = config.keepAlive;
  const drain = createDrain(http);
  const webSockets = createWebSockets({
    apollo,
    graph: gateway.graph,
    authenticate,
    checkAccess,
    subscribe: createSubscribe({ source: events, services: gateway.services, limits: config.live }),
    messageLimit: config.bodyLimit,
    log,
  });
  http.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0];
    if (path === '/graphql' && !isDraining) return webSockets.upgrade(request, socket, head);
    // A refused client may be gone before it hears of it.
    socket.on('error', () => socket.destroy());
    socket.end(`HTTP/1.1 ${path === '/graphql' ? '503 Service Unavailable' : '404 Not Found'}\r\n\r\n`);
  });

  await apollo.start().catch(async (error: unknown) => {
    await gateway.close();
    throw error;
  });
  try {
    loadedGraph();
    // Only now: whoever is let in is served.
    http.listen(config.port, config.host);
    await once(http, 'listening');
  } catch (error) {
    await apollo.stop();
    await gateway.close();
    throw error;
  }
  const url = addressOf(http.address() as AddressInfo);
  log.info({ url, supergraph: config.supergraph }, `serving the graph at ${url}/graphql`);

  return {
    url,
    async close() {
      isDraining = true;
      await Promise.all([webSockets.close(), drain.close()]);
      await apollo.stop();
      await gateway.close();
    },
  };
}

function addressOf({ address, port, family }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
