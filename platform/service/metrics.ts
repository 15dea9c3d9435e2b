import { Counter, Gauge, Registry } from 'prom-client';
import type { EventMetrics } from '../messaging/jetstream/handling.ts';
import type { RequestMetrics } from '../subgraph/server.ts';
import { instrumentsOf } from '../telemetry/instruments.ts';
import { addProcessMetrics } from '../telemetry/process-metrics.ts';
import type { Count, Reading } from './reading.ts';

/** The metrics of a service. docs/metrics.md lists their names. */
export type ServiceMetrics = ReturnType<typeof createServiceMetrics>;

/** Creates the metrics of a service in their own registry. */
export function createServiceMetrics(service: string) {
  const registry = new Registry();
  addProcessMetrics(registry, service);
  const { counter, durations } = instrumentsOf(registry);
  const requests = counter(
    'service_requests_total',
    'GraphQL requests by the type of their operation and whether the response has errors',
    ['type', 'result'],
  );
  const requestSeconds = durations('service_request_duration_seconds', 'Duration of GraphQL requests', [
    'type',
  ]);
  const mutations = counter(
    'service_mutations_total',
    'Mutations by field and outcome: the type of the result, or error',
    ['mutation', 'outcome'],
  );
  const published = counter('service_events_published_total', 'Events that were published from the outbox', [
    'event',
  ]);
  const handled = counter(
    'service_events_handled_total',
    'Deliveries of events by result: ok, failed (it comes again), dead (moved to DEAD)',
    ['event', 'result'],
  );
  const handlingSeconds = durations(
    'service_event_duration_seconds',
    'Duration of the handling of an event, waiting for earlier ones of its aggregate included',
    ['event'],
  );

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
          registers: [registry],
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
