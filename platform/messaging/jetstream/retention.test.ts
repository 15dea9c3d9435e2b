import { expect, test } from 'vitest';
import { z } from 'zod';
import { type CloudEvent, defineEvent } from '../event.ts';
import { createExpectation, isPast, timeToLive } from './retention.ts';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const NOON = Date.parse('2026-05-01T12:00:00.000Z');
const at = (ms: number) => new Date(ms).toISOString();
const moved = defineEvent('crate', 'moved', z.object({}));
const data = z.object({ until: z.string().optional() });
const retention = {
  latest: [moved],
  neededUntil: (event: CloudEvent) => data.safeParse(event.data).data?.until,
};

function event(version: number, changes: Partial<CloudEvent> = {}): CloudEvent {
  return {
    id: `e${version}`,
    type: 'meetingroom.crate.sold.v1',
    aggregateId: 'a',
    version,
    time: at(NOON),
    cause: { correlationId: 'story', causationId: 'request' },
    data: {},
    ...changes,
  };
}

test.each([
  ['an event', {}, 30 * 24 * 3_600],
  ['one that is needed for longer', { data: { until: at(NOON + 2 * DAY) } }, 32 * 24 * 3_600],
  ['one that was needed', { data: { until: at(NOON - DAY) } }, 30 * 24 * 3_600],
  ['one that is published late', { time: at(NOON - 90 * DAY) }, 30 * 24 * 3_600],
  ['one that is needed for ever', { data: { until: '2999-01-01T00:00:00.000Z' } }, 100 * 365 * 24 * 3_600],
  ['one of the state of something that lives on', { type: moved.type }, undefined],
])('%s has its time to live', (_, changes, seconds) => {
  expect(timeToLive(event(1, changes), retention, 30 * DAY, NOON)).toBe(seconds);
});

test('a part of a second is rounded up, so that nothing goes early', () => {
  expect(timeToLive(event(1, { data: { until: at(NOON + 1) } }), retention, SECOND, NOON)).toBe(2);
});

test('an event is past at the end of its retention', () => {
  expect(isPast(event(1), retention, DAY, NOON + DAY - 1)).toBe(false);
  expect(isPast(event(1), retention, DAY, NOON + DAY)).toBe(true);
  expect(isPast(event(1, { data: { until: at(NOON + DAY) } }), retention, DAY, NOON + DAY)).toBe(false);
});

test('a stream has to have what is within the retention, and the last of each subject that stays', async () => {
  const now = Date.now();
  const [old, recent] = [at(now - 2 * DAY), at(now)];
  const published = [
    event(1, { time: old }),
    event(2, { type: moved.type, time: old }),
    event(3, { type: moved.type, time: old }),
    event(4, { type: moved.type, time: old, aggregateId: 'b' }),
    event(5, { time: old, data: { until: recent } }),
    event(6, { time: recent }),
  ];
  async function* read() {
    yield published.slice(0, 3);
    yield published.slice(3);
  }
  const isExpected = await createExpectation(read(), retention, DAY);
  expect(published.filter(isExpected).map(({ version }) => version)).toEqual([3, 4, 5, 6]);
});
