import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { HttpMetrics } from '../http/graphql.ts';
import type { OperationMetrics } from '../operations/operations.ts';
import type { SubgraphMetrics } from '../subgraphs/client.ts';
import type { LiveMetrics } from '../subscriptions/live-metrics.ts';
import { remembered, SECONDS } from './labels.ts';
import { createLiveMetrics } from './live.ts';
import { createSubgraphMetrics } from './subgraphs.ts';

/** What the parts of the router record, and how it is read. docs/router.md lists the names. */
export type Metrics = {
  readonly http: HttpMetrics;
  readonly operations: OperationMetrics;
  readonly subgraphs: SubgraphMetrics;
  readonly live: LiveMetrics;
  readonly contentType: string;
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>;
};

/** Gauges with a counter's name, which tools complain of; the same by type is in `nodejs_active_…`. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** Metrics in a registry of their own. On the way of a request are only children whose labels are settled. */
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

/** `operation` is the name of a listed document and else empty: what clients make up is no label. */
function createHttpMetrics(registers: Registry[]): HttpMetrics {
  const labelNames = ['status', 'kind', 'operation'] as const;
  const requests = new Counter({
    name: 'router_http_requests_total',
    help: 'GraphQL requests over HTTP that were answered',
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: 'router_http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['kind', 'operation'],
    buckets: SECONDS,
    registers,
  });
  const children = remembered((status: string, kind: string, operation: string) => ({
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
    help: 'Documents that were asked for, by whether they were known',
    labelNames: ['known'],
    registers,
  });
  const refusals = new Counter({
    name: 'router_operations_refused_total',
    help: 'Operations that were not run, by the code of the reason',
    labelNames: ['code'],
    registers,
  });
  const known = documents.labels('true');
  const unknown = documents.labels('false');
  return {
    document: (isKnown) => (isKnown ? known : unknown).inc(),
    refused: (code) => refusals.inc({ code }),
  };
}
