import { once } from 'node:events';
import { createDrain } from '../platform/http/index.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import type { RouterConfig } from './config/config.ts';
import { apolloSpec, hasLink } from './graphql/directives.ts';
import { addressOf } from './http/address.ts';
import { mayConnect } from './http/cors.ts';
import { createGraphqlHandler } from './http/graphql.ts';
import { json, type Route, replyWith } from './http/replies.ts';
import { createHttpServer, urlOf } from './http/server.ts';
import { createMetrics } from './metrics/metrics.ts';
import { type MetricsServer, metricsRoute, serveMetrics } from './metrics/serve.ts';
import type { Graph } from './operations/graph.ts';
import { createGraphs } from './operations/graphs.ts';
import { createOperations } from './operations/operations.ts';
import { followSafelist, noSafelist } from './operations/safelist.ts';
import { createPageRoutes } from './pages/routes.ts';
import { createSubgraphs } from './subgraphs/subgraphs.ts';
import type { EventSource } from './subscriptions/event-source.ts';
import { createLive } from './subscriptions/live.ts';
import { createLiveFields } from './subscriptions/live-directive.ts';
import { createConnections } from './transports/connections.ts';
import { createEventStreams } from './transports/sse/server.ts';
import { refuseUpgrade } from './transports/upgrade.ts';
import { createWebSockets } from './transports/websocket/server.ts';

export type RouterDeps = {
  readonly log: Logger;
  /** Where live events come from; without it there are no subscriptions. */
  readonly events: EventSource | undefined;
};

export type Router = {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Where `/metrics` is; undefined where it is not served. */
  readonly metricsUrl: string | undefined;
  /** Stops accepting, lets requests in flight finish, closes WebSockets with 1001. Loses no request: see `createDrain`. */
  close(): Promise<void>;
};

/** How long a client may take to send a request. */
const REQUEST_LIMIT_MS = 60_000;

/**
 * Starts a router for one supergraph file: loads, listens, serves. Throws when the address is taken or the file
 * is no supergraph.
 */
export async function startRouter(config: RouterConfig, { log, events }: RouterDeps): Promise<Router> {
  const metrics = createMetrics();
  const subgraphs = createSubgraphs({
    urls: config.subgraphs.urls,
    limits: () => config.subgraphs.limits,
    metrics: metrics.subgraphs,
    log,
  });
  const liveFields = createLiveFields();
  const graphs = createGraphs({
    path: config.supergraph,
    send: subgraphs.send,
    connect: subgraphs.connect,
    prepare: liveFields.load,
    shareInFlight: config.subgraphs.shareInFlight,
    remembered: config.operations.documents.remembered,
    log,
  });
  const safelist =
    config.safelist.mode === 'off'
      ? undefined
      : await followSafelist({ mode: config.safelist.mode, file: config.safelist.manifest, log });
  const operations = createOperations({
    settings: config.operations,
    graph: graphs.current,
    safelist: safelist ?? noSafelist,
    access: config.access,
    metrics: metrics.operations,
    log,
  });
  const authenticate = createAuthenticate(config.auth);

  const connections = createConnections(config.live);
  const live = createLive({
    fields: liveFields.of,
    source: events,
    admit: operations.readmit,
    limits: config.live,
    metrics: metrics.live,
    log,
  });
  const transport = { operations, live, connections, limits: config.live, metrics: metrics.live };
  const streams = createEventStreams(transport);
  const webSockets = createWebSockets({
    ...transport,
    authenticate,
    addressOf: (request) => addressOf(request, config.trustedProxies),
    log,
  });
  graphs.onGraph((graph) => {
    tellStrangers(config.subgraphs.named, graph, log);
    if (config.access === 'open') tellUnguarded(graph, log);
    void live.replan();
  });

  let isDraining = false;
  let looking: ReturnType<typeof subgraphs.reachable> | undefined;
  /** However many ask, each subgraph is asked once at a time. */
  function reachable(): ReturnType<typeof subgraphs.reachable> {
    looking ??= subgraphs.reachable().finally(() => {
      looking = undefined;
    });
    return looking;
  }
  const ready: Route = async () => {
    return json(isDraining ? 503 : 200, {
      status: isDraining ? 'not ready' : 'ready',
      ...(isDraining ? { missing: ['stopping'] } : {}),
      // For people to read: a subgraph that is away takes away only its own fields, not the router's readiness.
      subgraphs: await reachable(),
    });
  };
  const http = createHttpServer({
    cors: config.cors,
    onFault: (error, correlationId) => log.error({ err: error, correlationId }, 'request failed'),
    routes: {
      '/graphql': createGraphqlHandler({
        operations,
        authenticate,
        streamEvents: streams.serve,
        limits: { body: config.bodyLimit, batch: config.batchLimit },
        csrfProofs: config.csrfProofs,
        trustedProxies: config.trustedProxies,
        costHeader: config.costHeader,
        metrics: metrics.http,
        log,
      }),
      '/health/live': replyWith(async () => json(200, { status: 'live' })),
      '/health/ready': replyWith(ready),
      ...(config.metrics && config.metrics.port === undefined
        ? { '/metrics': replyWith(metricsRoute(metrics)) }
        : {}),
      ...(config.pages ? await createPageRoutes(config.pages) : {}),
    },
  });
  http.keepAliveTimeout = config.keepAlive;
  http.headersTimeout = REQUEST_LIMIT_MS;
  http.requestTimeout = REQUEST_LIMIT_MS;
  const drain = createDrain(http);
  http.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/graphql') refuseUpgrade(socket, '404 Not Found');
    else if (isDraining) refuseUpgrade(socket, '503 Service Unavailable');
    else if (!mayConnect(request, config.cors)) refuseUpgrade(socket, '403 Forbidden');
    else webSockets.upgrade(request, socket, head);
  });

  let ownMetrics: MetricsServer | undefined;
  async function closeRest(): Promise<void> {
    ownMetrics?.close();
    safelist?.close();
    connections.close();
    await graphs.close();
    await subgraphs.close();
  }

  try {
    await graphs.start();
    if (config.metrics?.port !== undefined) {
      const { port } = config.metrics;
      ownMetrics = await serveMetrics(metrics, { host: config.host, port }, (error) =>
        log.error({ err: error }, 'metrics could not be served'),
      );
    }
    // Only now: whoever is let in is served.
    http.listen(config.port, config.host);
    await once(http, 'listening');
  } catch (error) {
    await closeRest();
    throw error;
  }
  const url = urlOf(http);
  log.info({ url, supergraph: config.supergraph }, `serving the graph at ${url}/graphql`);

  return {
    url,
    metricsUrl: config.metrics && `${ownMetrics?.url ?? url}/metrics`,
    async close() {
      isDraining = true;
      streams.close();
      // Who has sent half a request, or does not read the answer, is not waited for without end.
      const givingUp = setTimeout(() => {
        log.warn('connections that did not end are cut off');
        http.closeAllConnections();
      }, config.drainLimit);
      await Promise.all([webSockets.close(), drain.close()]);
      clearTimeout(givingUp);
      await closeRest();
    },
  };
}

/** A setting for a subgraph that there is not has no effect: its name may be a wrong one. */
function tellStrangers(named: readonly string[], { subgraphs }: Graph, log: Logger): void {
  const known = subgraphs.map(({ name }) => name);
  const strangers = named.filter((name) => !known.includes(name));
  if (strangers.length > 0) {
    log.warn(
      { strangers, subgraphs: known },
      'the configuration names subgraphs that the supergraph does not have',
    );
  }
}

/** What the supergraph guards is open to all where nobody is asked for a token: right behind another router, else a slip. */
function tellUnguarded({ supergraphSchema }: Graph, log: Logger): void {
  const asked = ['authenticated', 'requiresScopes', 'policy'].filter((each) =>
    hasLink(supergraphSchema, apolloSpec(each)),
  );
  if (asked.length > 0) {
    log.warn(
      { directives: asked },
      'the supergraph guards fields, and auth.jwksUrl is not set: nobody is asked for a token',
    );
  }
}
