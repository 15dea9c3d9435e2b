import { expect, test } from 'vitest';
import { createServiceMetrics } from './metrics.ts';

/** The samples of a service's own metrics. */
async function samplesOf({ text }: Pick<ReturnType<typeof createServiceMetrics>, 'text'>, prefix: string) {
  const lines = (await text()).split('\n');
  return lines.filter((line) => line.startsWith(prefix));
}

test('requests, mutations and events are counted by type and outcome', async () => {
  const metrics = createServiceMetrics('test');
  metrics.request('query', 'ok', 0.002);
  metrics.mutation('bookRoom', 'SlotTaken');
  metrics.published('booking.paid');
  metrics.handled('booking.paid', 'dead', 0.1);
  expect(await samplesOf(metrics, 'service_')).toEqual(
    expect.arrayContaining([
      'service_requests_total{type="query",result="ok"} 1',
      'service_request_duration_seconds_bucket{le="0.0025",type="query"} 1',
      'service_mutations_total{mutation="bookRoom",outcome="SlotTaken"} 1',
      'service_events_published_total{event="booking.paid"} 1',
      'service_events_handled_total{event="booking.paid",result="dead"} 1',
      'service_event_duration_seconds_count{event="booking.paid"} 1',
    ]),
  );
});

test('a reading that fails leaves out its gauge, and nothing else', async () => {
  const metrics = createServiceMetrics('test');
  let isAway = false;
  metrics.add(
    [
      {
        name: 'test_waiting',
        help: 'h',
        label: 'context',
        read: async () => {
          if (isAway) throw new Error('away');
          return new Map([['room', 2]]);
        },
      },
      { name: 'test_size', help: 'h', read: () => (isAway ? undefined : 1) },
      { name: 'test_up', help: 'h', read: () => 3 },
    ],
    [{ name: 'test_refused_total', help: 'h', value: () => 4 }],
  );
  expect(await samplesOf(metrics, 'test_')).toEqual([
    'test_waiting{context="room"} 2',
    'test_size 1',
    'test_up 3',
    'test_refused_total 4',
  ]);
  isAway = true;
  expect(await samplesOf(metrics, 'test_')).toEqual(['test_up 3', 'test_refused_total 4']);
});
