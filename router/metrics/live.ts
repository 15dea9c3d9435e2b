import { Counter, Gauge, type Registry } from 'prom-client';
import type { LiveMetrics } from '../subscriptions/live-metrics.ts';
import { cachedByLabels } from './labels.ts';

/** Metrics of live connections, subscriptions and events. */
export function createLiveMetrics(registers: Registry[]): LiveMetrics {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `router_live_${name}`, help, labelNames, registers });
  const connections = new Gauge({
    name: 'router_live_connections',
    help: 'Open WebSockets and event streams',
    labelNames: ['transport'],
    registers,
  });
  const subscriptions = new Gauge({
    name: 'router_live_subscriptions',
    help: 'Running subscriptions',
    labelNames: ['field'],
    registers,
  });
  const ended = counter('subscriptions_ended_total', 'Ended subscriptions by reason', ['field', 'reason']);
  const events = counter('events_total', 'Events for groups of subscribers', ['field']);
  const executions = counter('executions_total', 'Operations executed for events', ['field']);
  const deliveries = counter('deliveries_total', 'Results delivered to subscribers', ['field']);
  const coalesced = counter('coalesced_total', 'Undelivered changes replaced with newer ones', ['field']);
  const resumes = counter('resumes_total', 'Resumed cursors by source of the events', ['field', 'source']);
  const of = cachedByLabels((field: string) => ({
    events: events.labels(field),
    executions: executions.labels(field),
    deliveries: deliveries.labels(field),
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
    coalesced: (field) => of(field).coalesced.inc(),
    resumed: (field, source) => resumes.inc({ field, source }),
  };
}
