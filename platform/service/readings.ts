import type { DiskSpace } from '../disk-space.ts';
import type { RunningReactions } from '../messaging/reactions.ts';
import type { OutboxState, Relay } from '../messaging/relay.ts';
import type { ConcurrencyLimit } from '../resilience/concurrency-limit.ts';
import type { ResiliencePolicy } from '../resilience/policy.ts';
import { type Reading, shared } from './reading.ts';

type ServiceParts = {
  readonly readOutbox: () => Promise<OutboxState>;
  readonly isStuck: Relay['isStuck'];
  readonly space: Pick<DiskSpace, 'isLow' | 'free'>;
  readonly reactions: Pick<RunningReactions, 'lag' | 'deadLetters'>;
};

/** The gauges that every service has. */
export function serviceReadings({ isStuck, space, reactions, ...reads }: ServiceParts): readonly Reading[] {
  const readOutbox = shared(reads.readOutbox);
  const readLag = shared(reactions.lag);
  const lagBy = (part: 'waiting' | 'inFlight' | 'redelivered') => async () =>
    new Map([...(await readLag())].map(([context, lag]) => [context, lag[part]]));
  return [
    {
      name: 'service_outbox_events',
      help: 'Events that wait to be published',
      read: async () => (await readOutbox()).events,
    },
    {
      name: 'service_outbox_oldest_event_age_seconds',
      help: 'Age of the oldest event that waits to be published, 0 without one',
      read: async () => ageOf((await readOutbox()).oldest),
    },
    {
      name: 'service_outbox_stuck',
      help: '1 while events cannot be published and the service is therefore not ready',
      read: () => Number(isStuck()),
    },
    {
      name: 'service_consumer_waiting_events',
      help: 'Events of a context that were not delivered to the service yet',
      label: 'context',
      read: lagBy('waiting'),
    },
    {
      name: 'service_consumer_in_flight_events',
      help: 'Events of a context that were delivered and not acknowledged yet',
      label: 'context',
      read: lagBy('inFlight'),
    },
    {
      name: 'service_consumer_redelivered_events',
      help: 'Events in flight of a context that were delivered more than once',
      label: 'context',
      read: lagBy('redelivered'),
    },
    {
      name: 'service_dead_letters',
      help: 'Events that the service failed to handle and that are not replayed yet',
      read: reactions.deadLetters,
    },
    {
      name: 'service_disk_free_bytes',
      help: 'Free space of the disk with the stores, where that is a disk of this machine',
      read: () => space.free(),
    },
    {
      name: 'service_changes_refused',
      help: '1 while changes are refused because that disk is nearly full',
      read: () => Number(space.isLow()),
    },
  ];
}

/** The age of an instant in seconds, 0 without one. */
function ageOf(instant: string | null): number {
  return instant === null ? 0 : Math.max(0, (Date.now() - Date.parse(instant)) / 1_000);
}

/** The values of the gauge for the states of a circuit breaker, as in the router. */
const STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** The gauges of the calls to other systems, by the name of the system. */
export function policyReadings(policies: Readonly<Record<string, ResiliencePolicy>>): readonly Reading[] {
  const each = (value: (policy: ResiliencePolicy) => number) => () =>
    new Map(Object.entries(policies).map(([name, policy]) => [name, value(policy)]));
  return [
    {
      name: 'service_breaker_state',
      help: 'State of the circuit breaker around the calls to a system: 0 closed, 1 half open, 2 open',
      label: 'policy',
      read: each((policy) => STATES[policy.state().breaker]),
    },
    {
      name: 'service_policy_calls_in_flight',
      help: 'Calls to a system that are in flight',
      label: 'policy',
      read: each((policy) => policy.state().inFlight),
    },
  ];
}

/** The gauges of an adaptive concurrency limit. */
export function limitReadings({ state }: Pick<ConcurrencyLimit, 'state'>): readonly Reading[] {
  return [
    {
      name: 'service_concurrency_limit',
      help: 'How many commands may run at a time now',
      read: () => state().limit,
    },
    {
      name: 'service_concurrency_in_use',
      help: 'How many commands run now under that limit',
      read: () => state().held,
    },
  ];
}
