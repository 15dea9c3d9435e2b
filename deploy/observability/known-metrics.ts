import { createServiceMetrics } from '../../platform/service/metrics.ts';
import { limitReadings, policyReadings, serviceReadings } from '../../platform/service/readings.ts';
import { createMetrics } from '../../router/metrics/metrics.ts';
import { pendingReadings } from '../../subgraphs/booking/application/pending-readings.ts';

/** The metrics of the services, as they expose them: name and labels. */
export async function serviceMetrics(): Promise<ReadonlyMap<string, readonly string[]>> {
  const metrics = createServiceMetrics('test');
  metrics.request('query', 'ok', 1);
  metrics.mutation('bookRoom', 'SlotTaken');
  metrics.published('booking.paid');
  metrics.handled('booking.paid', 'ok', 1);
  metrics.add([
    ...serviceReadings({
      readOutbox: async () => ({ events: 0, oldest: null }),
      isStuck: () => false,
      space: { isLow: () => false, free: () => 1 },
      reactions: {
        lag: async () => new Map([['room', { waiting: 0, inFlight: 0, redelivered: 0 }]]),
        deadLetters: async () => 0,
      },
    }),
    ...policyReadings({
      payment: {
        state: () => ({ breaker: 'closed', inFlight: 0 }),
        availablePermits: () => 1,
        retryAfterSeconds: () => 1,
        run: async () => ({ kind: 'rejected' }),
      },
    }),
    ...limitReadings({ state: () => ({ limit: 1, held: 0 }) }),
    ...pendingReadings(async () => [{ status: 'PAID', count: 0, oldestAgeSeconds: 0, overdue: 0 }]),
  ]);
  return labelsByName(await metrics.text());
}

/** The names of all metrics that the router and the services have. */
export async function knownMetrics(): Promise<ReadonlySet<string>> {
  const router = labelsByName(await createMetrics().text());
  return new Set([...router.keys(), ...(await serviceMetrics()).keys()]);
}

/** A histogram's samples have suffixes after its name, and the label `le`. */
function labelsByName(exposed: string): ReadonlyMap<string, readonly string[]> {
  const names = Array.from(exposed.matchAll(/^# TYPE (\w+)/gm), ([, name = '']) => name);
  return new Map(
    names.map((name) => {
      const labels = new RegExp(`^${name}(?:_bucket)?\\{(.*)\\}`, 'm').exec(exposed)?.[1] ?? '';
      return [name, Array.from(labels.matchAll(/(\w+)="/g), ([, label = '']) => label)];
    }),
  );
}
