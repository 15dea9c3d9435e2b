import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { createLapsing, lapsedAt, readLapse } from './lapses.ts';
import { createFakeLive, fakeOperation } from './testing.ts';

const END = '2030-05-01T10:00:00.000Z';
const LAPSES = [readLapse('booking.status: CONFIRMED -> COMPLETED at booking.slot.end')];
const payload = (status: string, end: unknown = END) => ({ booking: { id: '1', status, slot: { end } } });

test.each([
  '',
  'status',
  'status: A -> B',
  'status: A at end',
  'status: A -> B at',
  'status: A, C -> B at end',
  'a b: A -> B at end',
])('%j is no lapse', (text) => {
  expect(() => readLapse(text)).toThrow('is not of the form');
});

describe('a value', () => {
  test('is the other one from its instant on, and not before', () => {
    const confirmed = payload('CONFIRMED');
    expect(lapsedAt(confirmed, LAPSES, Date.parse(END) - 1)).toBe(confirmed);
    expect(lapsedAt(confirmed, LAPSES, Date.parse(END))).toEqual(payload('COMPLETED'));
  });

  test.each([payload('CANCELLED'), payload('CONFIRMED', null), payload('CONFIRMED', 'soon'), {}, null])(
    'of %j stays',
    (data) => {
      expect(lapsedAt(data, LAPSES, Date.parse(END))).toBe(data);
    },
  );
});

test('an event that has lapsed is one object for all', () => {
  const now = createLapsing(LAPSES);
  const event = (data: object) => ({
    ...{ id: '1', type: 't', subject: 's.x.1', sequence: 1, version: 1, time: END, correlationId: 'c' },
    data,
  });
  const over = event(payload('CONFIRMED', '2020-05-01T10:00:00.000Z'));
  expect(now(over)).toEqual(event(payload('COMPLETED', '2020-05-01T10:00:00.000Z')));
  expect(now(over)).toBe(now(over));
  const later = event(payload('CONFIRMED', '9999-05-01T10:00:00.000Z'));
  expect(now(later)).toBe(later);
});

test('a snapshot has what has lapsed, a change what it was', async () => {
  const { events, follow } = createFakeLive();
  const operation = fakeOperation({
    fetches: true,
    live: { lapses: [readLapse('state: OPEN -> OVER at until')] },
  });
  const over = { id: 'a', state: 'OPEN', until: '2020-05-01T10:00:00.000Z' };
  events.publish('s.made.a', over);
  follow(operation);
  events.publish('s.changed.a', over);
  await eventually(() => expect(operation.held).toHaveLength(2));
  expect(operation.held.map(({ value }) => [value.kind, value.state])).toEqual([
    ['SNAPSHOT', 'OVER'],
    ['CHANGE', 'OPEN'],
  ]);
  for (const each of operation.held) each.finish();
});
