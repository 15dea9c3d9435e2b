import { describe, expect, test } from 'vitest';
import { parseExposition, sumOf } from './exposition.ts';
import { renderLine, renderScreen } from './render.ts';
import type { Snapshot } from './snapshot.ts';

describe('the text format of Prometheus', () => {
  const samples = parseExposition(`# HELP a_total Things
# TYPE a_total counter
a_total{kind="x",of="a \\"b\\", c"} 2
a_total{kind="y"} 3.5
b 1e3
c NaN
`);

  test('is read as samples with labels', () => {
    expect(samples).toEqual([
      { name: 'a_total', labels: { kind: 'x', of: 'a \\"b\\", c' }, value: 2 },
      { name: 'a_total', labels: { kind: 'y' }, value: 3.5 },
      { name: 'b', labels: {}, value: 1_000 },
    ]);
  });

  test('is summed by name and labels', () => {
    expect([
      sumOf(samples, 'a_total'),
      sumOf(samples, 'a_total', { kind: 'y' }),
      sumOf(samples, 'c'),
    ]).toEqual([5.5, 3.5, undefined]);
  });
});

const SNAPSHOT: Snapshot = {
  at: '2026-11-27T10:00:00.000Z',
  processes: [
    {
      name: 'router',
      state: 'ready',
      lag: undefined,
      outbox: undefined,
      deadLetters: undefined,
      busy: 0.123,
    },
    { name: 'booking', state: 'ready', lag: 3, outbox: 1, deadLetters: 0, busy: 0.5 },
    {
      name: 'room',
      state: 'stopped',
      lag: undefined,
      outbox: undefined,
      deadLetters: undefined,
      busy: undefined,
    },
  ],
  bookings: { requested: 1, paid: 2, overdue: 0 },
  live: { connections: undefined, subscriptions: 7 },
};

test('a snapshot is a table on a terminal', () => {
  expect(renderScreen(SNAPSHOT, 'Nothing runs.').join('\n')).toBe(
    `2026-11-27T10:00:00.000Z

         state    lag  outbox  dead letters  event loop
router   ready    –    –       –             12 %
booking  ready    3    1       0             50 %
room     stopped  –    –       –

bookings under way: 1 requested, 2 paid; 0 for more than a minute
live: – connections, 7 subscriptions`,
  );
});

test('elsewhere, it is one line', () => {
  expect(renderLine(SNAPSHOT)).toBe(
    '2026-11-27T10:00:00.000Z up=2/3 missing=room lag=3 outbox=1 dead=0 requested=1 paid=2 overdue=0 connections=- subscriptions=7',
  );
});

test('without an instance, it says so', () => {
  const empty = { ...SNAPSHOT, processes: [] };
  expect(renderScreen(empty, 'Nothing runs.')).toEqual([SNAPSHOT.at, '', 'Nothing runs.']);
});
