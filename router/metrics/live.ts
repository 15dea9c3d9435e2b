import { Counter, Gauge, type Registry } from 'prom-client';
import type { LiveMetrics } from '../subscriptions/live-metrics.ts';
import { remembered } from './labels.ts';

/** Connections, subscriptions, and what events come to. */
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
    help: 'Subscriptions that run',
    labelNames: ['field'],
    registers,
  });
  const ended = counter('subscriptions_ended_total', 'Subscriptions that ended, by why', ['field', 'end']);
  const events = counter('events_total', 'Events that came for a group of subscribers of the same', [
    'field',
  ]);
  const executions = counter('executions_total', 'Operations that were run for events', ['field']);
  const deliveries = counter('deliveries_total', 'Results that were handed to subscribers', ['field']);
  const coalesced = counter('coalesced_total', 'Waiting changes that gave way to newer ones', ['field']);
  const resumes = counter('resumes_total', 'Cursors that were resumed, by from where', ['field', 'way']);
  const of = remembered((field: string) => ({
    events: events.labels(field),
    executions: executions.labels(field),
    deliveries: deliveries.labels(field),
    coalesced: coalesced.labels(field),
  }));
  return {
    connectionOpened: (transport) => connections.inc({ transport }),
    connectionClosed: (transport) => connections.dec({ transport }),
    subscriptionStarted: (field) => subscriptions.inc({ field }),
    subscriptionEnded(field, end) {
      subscriptions.dec({ field });
      ended.inc({ field, end });
    },
    eventTaken: (field) => of(field).events.inc(),
    executed: (field) => of(field).executions.inc(),
    delivered: (field, subscribers) => of(field).deliveries.inc(subscribers),
    coalesced: (field) => of(field).coalesced.inc(),
    resumed: (field, way) => resumes.inc({ field, way }),
  };
}
