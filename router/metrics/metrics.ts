import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { HttpMetrics } from '../http/graphql.ts';
import type { OperationMetrics } from '../operations/operations.ts';
import type { SubgraphMetrics } from '../subgraphs/client.ts';
import type { LiveMetrics } from '../subscriptions/live-metrics.ts';
import { cachedByLabels, SECONDS } from './labels.ts';
import { createLiveMetrics } from './live.ts';
import { createSubgraphMetrics } from './subgraphs.ts';

/** The metrics of the router. docs/router/running.md lists their names. */
export type Metrics = {
  readonly http: HttpMetrics;
  readonly operations: OperationMetrics;
  readonly subgraphs: SubgraphMetrics;
  readonly live: LiveMetrics;
  readonly contentType: string;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
};

/** Gauges with the name of a counter, which linters reject. `nodejs_active_…` has the values by type. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** Creates the metrics in their own registry. Recording a request uses cached children with fixed labels. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  return {
    http: createHttpMetrics(registers),
    operations: createOperationMetrics(registers),
    subgraphs: createSubgraphMetrics(registers),
    live: createLiveMetrics(registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/**
 * `operation` is the name of a document in the safelist and otherwise empty, since labels must be bounded.
 */
function createHttpMetrics(registers: Registry[]): HttpMetrics {
  const labelNames = ['status', 'kind', 'operation'] as const;
  const requests = new Counter({
    name: 'router_http_requests_total',
    help: 'GraphQL requests over HTTP',
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: 'router_http_request_duration_seconds',
    help: 'Duration of GraphQL requests over HTTP',
    labelNames: ['kind', 'operation'],
    buckets: SECONDS,
    registers,
  });
  const children = cachedByLabels((status: string, kind: string, operation: string) => ({
    count: requests.labels(status, kind, operation),
    duration: durations.labels(kind, operation),
  }));
  return {
    answered(status, admitted, startedAt) {
      const child = children(String(status), admitted?.operation.kind ?? 'none', admitted?.listedName ?? '');
      child.count.inc();
      child.duration.observe((performance.now() - startedAt) / 1_000);
    },
  };
}

function createOperationMetrics(registers: Registry[]): OperationMetrics {
  const documents = new Counter({
    name: 'router_documents_total',
    help: 'Requested documents, by whether they were cached',
    labelNames: ['cached'],
    registers,
  });
  const refusals = new Counter({
    name: 'router_operations_refused_total',
    help: 'Operations that were not run, by error code',
    labelNames: ['code'],
    registers,
  });
  const cached = documents.labels('true');
  const uncached = documents.labels('false');
  return {
    document: (isCached) => (isCached ? cached : uncached).inc(),
    refused: (code) => refusals.inc({ code }),
  };
}
