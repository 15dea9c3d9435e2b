import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { SubgraphMetrics } from '../subgraphs/client.ts';
import { remembered, SECONDS } from './labels.ts';

/** How closed a breaker is, as a number to draw. */
const STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Requests to subgraphs, by how they ended. */
export function createSubgraphMetrics(registers: Registry[]): SubgraphMetrics {
  const requests = new Counter({
    name: 'router_subgraph_requests_total',
    help: 'Requests to subgraphs, by how they ended',
    labelNames: ['subgraph', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'router_subgraph_request_duration_seconds',
    help: 'Time from a request to a subgraph to its answer',
    labelNames: ['subgraph'],
    buckets: SECONDS,
    registers,
  });
  const breakers = new Gauge({
    name: 'router_subgraph_breaker_state',
    help: '0: requests go through, 1: one probes, 2: they are turned away',
    labelNames: ['subgraph'],
    registers,
  });
  const children = remembered((subgraph: string, outcome: string) => ({
    count: requests.labels(subgraph, outcome),
    duration: durations.labels(subgraph),
  }));
  return {
    request(subgraph, outcome, seconds) {
      const child = children(subgraph, outcome);
      child.count.inc();
      // What was not sent has no duration.
      if (outcome !== 'turned-away') child.duration.observe(seconds);
    },
    breaker: (subgraph, state) => breakers.set({ subgraph }, STATES[state]),
  };
}
