import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventMetrics } from '../messaging/jetstream/handling.ts';
import type { RequestMetrics } from '../subgraph/server.ts';
import { addProcessMetrics, SECONDS } from '../telemetry/process-metrics.ts';
import type { Count, Reading } from './reading.ts';

/** The metrics of a service. docs/metrics.md lists their names. */
export type ServiceMetrics = ReturnType<typeof createServiceMetrics>;

/** Creates the metrics of a service in their own registry. */
export function createServiceMetrics(service: string) {
  const registry = new Registry();
  addProcessMetrics(registry, service);
  const registers = [registry];
  const requests = new Counter({
    name: 'service_requests_total',
    help: 'GraphQL requests by the type of their operation and whether the response has errors',
    labelNames: ['type', 'result'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'service_request_duration_seconds',
    help: 'Duration of GraphQL requests',
    labelNames: ['type'],
    buckets: SECONDS,
    registers,
  });
  const mutations = new Counter({
    name: 'service_mutations_total',
    help: 'Mutations by field and outcome: the type of the result, or error',
    labelNames: ['mutation', 'outcome'],
    registers,
  });
  const published = new Counter({
    name: 'service_events_published_total',
    help: 'Events that were published from the outbox',
    labelNames: ['event'],
    registers,
  });
  const handled = new Counter({
    name: 'service_events_handled_total',
    help: 'Deliveries of events by result: ok, failed (it comes again), dead (moved to DEAD)',
    labelNames: ['event', 'result'],
    registers,
  });
  const handlingSeconds = new Histogram({
    name: 'service_event_duration_seconds',
    help: 'Duration of the handling of an event, waiting for earlier ones of its aggregate included',
    labelNames: ['event'],
    buckets: SECONDS,
    registers,
  });

  return {
    request(type, result, seconds) {
      requests.inc({ type, result });
      requestSeconds.observe({ type }, seconds);
    },
    mutation: (mutation, outcome) => mutations.inc({ mutation, outcome }),
    published: (event) => published.inc({ event }),
    handled(event, result, seconds) {
      handled.inc({ event, result });
      handlingSeconds.observe({ event }, seconds);
    },
    /** Adds what is read at each scrape. */
    add(readings: readonly Reading[], counts: readonly Count[] = []): void {
      for (const reading of readings) addReading(registry, reading);
      for (const { name, help, value } of counts)
        new Counter({
          name,
          help,
          registers,
          collect() {
            this.reset();
            this.inc(value());
          },
        });
    },
    contentType: registry.contentType,
    /** All metrics in the text format of Prometheus. */
    text: () => registry.metrics(),
  } satisfies RequestMetrics & EventMetrics & Record<string, unknown>;
}

function addReading(registry: Registry, { name, help, label, read }: Reading): void {
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      const value = await Promise.resolve()
        .then(read)
        .catch(() => undefined);
      // Without a value the last one must not stand: it may be long out of date.
      this.reset();
      if (typeof value === 'number') this.set(value);
      else if (label === undefined) this.remove();
      else if (value !== undefined) for (const [each, of] of value) this.set({ [label]: each }, of);
    },
  });
}
