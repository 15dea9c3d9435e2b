import { once } from 'node:events';
import { Registry } from 'prom-client';
import type { BodyRefusal } from '../../platform/http/body-budget.ts';
import { type Instruments, instrumentsOf } from '../../platform/telemetry/instruments.ts';
import { addProcessMetrics } from '../../platform/telemetry/process-metrics.ts';
import type { HttpMetrics } from '../http/graphql.ts';
import { createHttpServer, type Route, routeHandler, urlOf } from '../http/server.ts';
import type { OperationMetrics } from '../operations/operations.ts';
import type { SubgraphMetrics } from '../subgraphs/client.ts';
import type { LiveMetrics } from '../subscriptions/live-metrics.ts';
import type { UnreadCut, UnreadWatch } from '../transports/unread.ts';

/** The metrics of the router. docs/router/running.md lists their names. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Creates the metrics in their own registry. Recording a request uses cached children with fixed labels. */
export function createMetrics() {
  const registry = new Registry();
  addProcessMetrics(registry, 'router');
  const instruments = instrumentsOf(registry);
  return {
    http: createHttpMetrics(instruments),
    operations: createOperationMetrics(instruments),
    subgraphs: createSubgraphMetrics(instruments),
    live: createLiveMetrics(instruments),
    connections: createConnectionMetrics(instruments),
    contentType: registry.contentType,
    /** All metrics in the text format of Prometheus. */
    text: () => registry.metrics(),
  };
}

/**
 * `operation` is the name of a document in the safelist and otherwise empty, since labels must be bounded.
 */
function createHttpMetrics({ counter, durations }: Instruments): HttpMetrics {
  const labels = ['status', 'kind', 'operation'] as const;
  const requests = counter('router_http_requests_total', 'GraphQL requests over HTTP', labels);
  const help = 'Duration of GraphQL requests over HTTP';
  const seconds = durations('router_http_request_duration_seconds', help, ['kind', 'operation']);
  const children = cachedByLabels((status: string, kind: string, operation: string) => ({
    count: requests.labels(status, kind, operation),
    duration: seconds.labels(kind, operation),
  }));
  return {
    answered(status, admitted, startedAt) {
      const child = children(String(status), admitted?.operation.kind ?? 'none', admitted?.listedName ?? '');
      child.count.inc();
      child.duration.observe((performance.now() - startedAt) / 1_000);
    },
  };
}

function createOperationMetrics({ counter }: Instruments): OperationMetrics {
  const help = 'Requested documents, by whether they were cached';
  const documents = counter('router_documents_total', help, ['cached']);
  const refusals = counter('router_operations_refused_total', 'Operations that were not run, by error code', [
    'code',
  ]);
  const uses = counter(
    'router_deprecated_uses_total',
    'Operations that used a deprecated element of the schema, by its coordinate',
    ['coordinate'],
  );
  const cached = documents.labels('true');
  const uncached = documents.labels('false');
  return {
    document: (isCached) => (isCached ? cached : uncached).inc(),
    refused: (code) => refusals.inc({ code }),
    deprecated: (coordinate) => uses.inc({ coordinate }),
  };
}

/** Caches what is created for label values, so that recording is fast. The label values must be bounded. */
function cachedByLabels<Labels extends readonly string[], Child>(
  make: (...labels: Labels) => Child,
): (...labels: Labels) => Child {
  const cache = new Map<string, Child>();
  return (...labels) => {
    const key = labels.join('\n');
    const cached = cache.get(key);
    if (cached) return cached;
    const created = make(...labels);
    cache.set(key, created);
    return created;
  };
}

/** Why a connection was cut for the sake of others. */
export type ConnectionCut = UnreadCut | BodyRefusal | 'displaced';

/** What is held for clients now, in bytes. */
export type Held = { readonly unread: number; readonly bodies: number };

/** Metrics of what clients' connections hold. */
function createConnectionMetrics({ counter, gauge }: Instruments) {
  const cut = counter('router_connections_cut_total', 'Connections cut for the sake of others, by reason', [
    'reason',
  ]);
  const unread = gauge('router_unread_bytes', 'Bytes sent to clients that they have not read', []);
  const bodies = gauge('router_body_bytes', 'Bytes of bodies and messages that are not complete', []);
  return {
    cut: (reason: ConnectionCut) => cut.inc({ reason }),
    held(held: Held) {
      unread.set(held.unread);
      bodies.set(held.bodies);
    },
  };
}

/** Metrics of live connections, subscriptions and events. */
function createLiveMetrics({ counter, gauge, durations }: Instruments): LiveMetrics {
  const connections = gauge('router_live_connections', 'Open WebSockets and event streams', ['transport']);
  const subscriptions = gauge('router_live_subscriptions', 'Running subscriptions', ['field']);
  const ended = counter('router_live_subscriptions_ended_total', 'Ended subscriptions by reason', [
    'field',
    'reason',
  ]);
  const events = counter('router_live_events_total', 'Events for groups of subscribers', ['field']);
  const executions = counter('router_live_executions_total', 'Operations executed for events', ['field']);
  const deliveries = counter('router_live_deliveries_total', 'Results delivered to subscribers', ['field']);
  const age = 'Age of an event when its result is delivered, once for all subscribers of one group';
  const delay = durations('router_live_delivery_delay_seconds', age, ['field'], DELAY_SECONDS);
  const coalesced = counter('router_live_coalesced_total', 'Undelivered changes replaced with newer ones', [
    'field',
  ]);
  const resumes = counter('router_live_resumes_total', 'Resumed cursors by source of the events', [
    'field',
    'source',
  ]);
  const of = cachedByLabels((field: string) => ({
    events: events.labels(field),
    executions: executions.labels(field),
    deliveries: deliveries.labels(field),
    delay: delay.labels(field),
    coalesced: coalesced.labels(field),
  }));
  return {
    connectionOpened: (transport) => connections.inc({ transport }),
    connectionClosed: (transport) => connections.dec({ transport }),
    subscriptionStarted: (field) => subscriptions.inc({ field }),
    subscriptionEnded(field, reason) {
      subscriptions.dec({ field });
      ended.inc({ field, reason });
    },
    eventTaken: (field) => of(field).events.inc(),
    executed: (field) => of(field).executions.inc(),
    delivered: (field, subscribers) => of(field).deliveries.inc(subscribers),
    delayed: (field, seconds) => of(field).delay.observe(Math.max(0, seconds)),
    coalesced: (field) => of(field).coalesced.inc(),
    resumed: (field, source) => resumes.inc({ field, source }),
  };
}

/** Buckets around the goal of 2 s. */
const DELAY_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];

/** The values of the gauge for the states of a circuit breaker. */
const STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Metrics of requests to subgraphs. */
function createSubgraphMetrics({ counter, gauge, durations }: Instruments): SubgraphMetrics {
  const results = ['subgraph', 'result'] as const;
  const requests = counter('router_subgraph_requests_total', 'Requests to subgraphs by result', results);
  const help = 'Duration of requests to subgraphs';
  const seconds = durations('router_subgraph_request_duration_seconds', help, ['subgraph']);
  const states = 'State of the circuit breaker: 0 closed, 1 half open, 2 open';
  const breakers = gauge('router_subgraph_breaker_state', states, ['subgraph']);
  const children = cachedByLabels((subgraph: string, result: string) => ({
    count: requests.labels(subgraph, result),
    duration: seconds.labels(subgraph),
  }));
  return {
    request(subgraph, result, seconds) {
      const child = children(subgraph, result);
      child.count.inc();
      // A rejected request was never sent.
      if (result !== 'rejected') child.duration.observe(seconds);
    },
    breaker: (subgraph, state) => breakers.set({ subgraph }, STATES[state]),
  };
}

export type MetricsServer = { readonly url: string; close(): void };

type Exposed = Pick<Metrics, 'text' | 'contentType' | 'connections'>;

/**
 * The route of `/metrics`.
 *
 * @param held tells what is held for clients
 */
export function metricsRoute(metrics: Exposed, held: () => Held): Route {
  return async () => {
    metrics.connections.held(held());
    return { status: 200, contentType: metrics.contentType, body: await metrics.text() };
  };
}

type MetricsServerOptions = {
  readonly host: string;
  readonly port: number;
  readonly unread: UnreadWatch;
  readonly held: () => Held;
  readonly onFault: (error: unknown) => void;
};

/** Serves only `/metrics`, on a separate port for the internal network. */
export async function serveMetrics(
  metrics: Exposed,
  { host, port, unread, held, onFault }: MetricsServerOptions,
): Promise<MetricsServer> {
  const server = createHttpServer({
    routes: { '/metrics': { handle: routeHandler(metricsRoute(metrics, held)) } },
    onFault,
    unread,
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: urlOf(server),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
