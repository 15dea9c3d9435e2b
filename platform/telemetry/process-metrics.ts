import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { z } from 'zod';

/** Gauges with the name of a counter, which linters reject. `nodejs_active_…` has the values by type. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/**
 * The statistics of the event loop's delay, which cost a hundred wake-ups a second at rest: how busy the loop
 * is costs none.
 */
const DELAY_STATISTICS = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
  (name) => `nodejs_eventloop_lag_${name}_seconds`,
);
/** How often the delay is sampled that is left out, in milliseconds. */
const DELAY_RESOLUTION_MS = 60_000;

const PACKAGE = join(import.meta.dirname, '../../package.json');

/** Histogram buckets of durations in seconds, from 1 ms to the default timeout of an operation. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Adds the metrics of a process: CPU, memory, garbage collection, the event loop, and what it runs. */
export function addProcessMetrics(registry: Registry, service: string): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: DELAY_RESOLUTION_MS });
  for (const name of [...MISNAMED, ...DELAY_STATISTICS]) registry.removeSingleMetric(name);
  addEventLoopUtilization(registry);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(PACKAGE, 'utf8')));
  new Gauge({
    name: 'meetingroom_build_info',
    help: '1, with the service and the versions that run',
    labelNames: ['service', 'version', 'node_version'],
    registers: [registry],
  }).set({ service, version, node_version: process.version }, 1);
}

function addEventLoopUtilization(registry: Registry): void {
  let last = performance.eventLoopUtilization();
  new Gauge({
    name: 'nodejs_eventloop_utilization_ratio',
    help: 'The part of the time since the last scrape in which the event loop was busy, from 0 to 1',
    registers: [registry],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    },
  });
}
