import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { SubgraphMetrics } from '../subgraphs/client.ts';
import { cachedByLabels, SECONDS } from './labels.ts';

/** The values of the gauge for the states of a circuit breaker. */
const STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Metrics of requests to subgraphs. */
export function createSubgraphMetrics(registers: Registry[]): SubgraphMetrics {
  const requests = new Counter({
    name: 'router_subgraph_requests_total',
    help: 'Requests to subgraphs by result',
    labelNames: ['subgraph', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'router_subgraph_request_duration_seconds',
    help: 'Duration of requests to subgraphs',
    labelNames: ['subgraph'],
    buckets: SECONDS,
    registers,
  });
  const breakers = new Gauge({
    name: 'router_subgraph_breaker_state',
    help: 'State of the circuit breaker: 0 closed, 1 half open, 2 open',
    labelNames: ['subgraph'],
    registers,
  });
  const children = cachedByLabels((subgraph: string, result: string) => ({
    count: requests.labels(subgraph, result),
    duration: durations.labels(subgraph),
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
