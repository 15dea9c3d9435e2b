import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { BodyBudget } from '../platform/http/body-budget.ts';
import { createDrain } from '../platform/http/drain.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { RouterConfig } from './config/config.ts';
import { mayConnect } from './http/cross-origin.ts';
import { createGraphqlHandler } from './http/graphql.ts';
import { isServedHost } from './http/hosts.ts';
import {
  createHttpServer,
  type Handler,
  jsonResponse,
  type Route,
  routeHandler,
  targetOf,
  urlOf,
} from './http/server.ts';
import { traced } from './http/traced.ts';
import { type Metrics, type MetricsServer, metricsRoute, serveMetrics } from './metrics/metrics.ts';
import { createPageRoutes, leadBrowsersToPage } from './pages/pages.ts';
import type { Pipeline } from './pipeline.ts';
import type { EventStreams } from './transports/sse/server.ts';
import type { UnreadWatch } from './transports/unread.ts';
import { refuseUpgrade, type WebSockets } from './transports/websocket/server.ts';

export type ListenersDeps = {
  readonly pipeline: Pipeline;
  readonly streams: EventStreams;
  readonly webSockets: WebSockets;
  readonly unread: UnreadWatch;
  readonly bodies: BodyBudget;
  readonly metrics: Metrics;
  readonly hasEvents?: (() => boolean) | undefined;
  readonly log: Logger;
};

/** How long a client may take to send a request. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Creates the HTTP servers. Rejects when the document of the pages cannot be read. */
export async function createListeners(
  config: RouterConfig,
  { pipeline, streams, webSockets, unread, bodies, metrics, hasEvents, log }: ListenersDeps,
) {
  const pages = config.pages ? await createPageRoutes(config.pages, config.hosts) : {};
  const leadToPage = config.pages ? leadBrowsersToPage : (handle: Handler) => handle;
  const held = () => ({ unread: unread.bytes(), bodies: bodies.bytes() });
  const http = createHttpServer({
    unread,
    onFault: (error, correlationId) => log.error({ err: error, correlationId }, 'request failed'),
    routes: {
      '/graphql': {
        cors: config.cors,
        hosts: config.hosts,
        handle: leadToPage(
          traced(
            createGraphqlHandler({
              operations: pipeline.operations,
              authenticate: pipeline.authenticate,
              streamEvents: streams.serve,
              limits: { body: config.bodyLimit, batch: config.batchLimit },
              bodies,
              // Without a token one may only introspect, so where that is off, no body is read without one.
              needsToken: config.access === 'signed-in' && !config.operations.documents.introspection,
              csrfProofs: config.csrfProofs,
              trustedProxies: config.trustedProxies,
              costHeader: config.costHeader,
              metrics: metrics.http,
              log,
            }),
          ),
        ),
      },
      // Nothing listens before the start is complete, and a hung process does not respond.
      '/health/started': { handle: routeHandler(async () => jsonResponse(200, { status: 'started' })) },
      '/health/live': { handle: routeHandler(async () => jsonResponse(200, { status: 'live' })) },
      '/health/ready': {
        handle: routeHandler(readinessRoute(pipeline, { isStopping, hasEvents })),
      },
      ...(config.metrics && config.metrics.port === undefined
        ? { '/metrics': { handle: routeHandler(metricsRoute(metrics, held)) } }
        : {}),
      ...pages,
    },
  });
  http.keepAliveTimeout = config.keepAlive;
  http.headersTimeout = REQUEST_TIMEOUT_MS;
  http.requestTimeout = REQUEST_TIMEOUT_MS;
  const drain = createDrain(http);
  let isUnready = false;
  function isStopping(): boolean {
    return isUnready || drain.isDraining();
  }
  http.on('upgrade', (request, socket, head) => {
    try {
      upgrade(request, socket, head);
    } catch (error) {
      log.error({ err: error }, 'upgrade failed');
      socket.destroy();
    }
  });
  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = targetOf(request).split('?')[0];
    if (!isServedHost(request, config.hosts)) refuseUpgrade(socket, '421 Misdirected Request');
    else if (path !== '/graphql') refuseUpgrade(socket, '404 Not Found');
    else if (drain.isDraining()) refuseUpgrade(socket, '503 Service Unavailable');
    else if (!mayConnect(request, config.cors, config.hosts)) refuseUpgrade(socket, '403 Forbidden');
    else webSockets.upgrade(request, socket, head);
  }
  let metricsServer: MetricsServer | undefined;

  return {
    /** Starts to listen. Rejects when a port is in use. */
    async listen(): Promise<void> {
      if (config.metrics?.port !== undefined) {
        metricsServer = await serveMetrics(metrics, {
          host: config.host,
          port: config.metrics.port,
          unread,
          held,
          onFault: (error) => log.error({ err: error }, 'metrics could not be served'),
        });
      }
      http.listen(config.port, config.host);
      await once(http, 'listening');
    },
    /** The router's URL. It must be listening. */
    url: () => urlOf(http),
    /** The URL of `/metrics`; undefined when metrics are off. */
    metricsUrl: () => config.metrics && `${metricsServer?.url ?? urlOf(http)}/metrics`,
    /** Makes the router not ready, while it goes on serving. */
    becomeUnready(): void {
      isUnready = true;
    },
    /** Completes the requests in flight and closes all connections, for at most `drainTimeout`. */
    async drain(): Promise<void> {
      const drained = drain.close({
        limitMs: config.drainTimeout,
        onCutOff: () => log.warn('the remaining connections are cut off'),
      });
      streams.close();
      await Promise.all([webSockets.close(), drained]);
    },
    /** Closes the separate port for metrics, after everything else. */
    close: () => metricsServer?.close(),
  };
}

type ReadinessDeps = {
  readonly isStopping: () => boolean;
  readonly hasEvents: (() => boolean) | undefined;
};

/**
 * Unavailable subgraphs and an unavailable NATS are listed but do not make the router unready: only their own
 * fields, and new subscriptions, fail.
 */
function readinessRoute({ probeSubgraphs }: Pipeline, { isStopping, hasEvents }: ReadinessDeps): Route {
  return async () => {
    const stopping = isStopping();
    return jsonResponse(stopping ? 503 : 200, {
      status: stopping ? 'not ready' : 'ready',
      ...(stopping ? { missing: ['stopping'] } : {}),
      ...(hasEvents ? { events: hasEvents() } : {}),
      subgraphs: await probeSubgraphs(),
    });
  };
}
