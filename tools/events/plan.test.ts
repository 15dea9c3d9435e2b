import { expect, test } from 'vitest';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { createPlan } from './plan.ts';

function event(aggregateId: string, version: number): CloudEvent {
  return {
    id: `${aggregateId}${version}`,
    type: 'meetingroom.room.updated.v1',
    aggregateId,
    version,
    time: '2030-05-01T12:00:00.000Z',
    cause: { correlationId: 'story', causationId: 'request' },
    data: {},
  };
}

/** The events that are due if the stream contains these, in this order. */
function due(stream: readonly string[], store: readonly CloudEvent[]): readonly string[] {
  const isDue = createPlan(new Map(stream.map((id, index) => [id, index + 1])));
  return store.filter(isDue).map(({ id }) => id);
}

const store = [event('a', 1), event('b', 1), event('a', 2), event('a', 3), event('b', 2)];

test.each([
  { given: 'an empty stream', stream: [], lacks: ['a1', 'b1', 'a2', 'a3', 'b2'] },
  { given: 'a whole stream', stream: ['a1', 'b1', 'a2', 'b2', 'a3'], lacks: [] },
  { given: 'one that lacks the end', stream: ['a1', 'b1', 'a2'], lacks: ['a3', 'b2'] },
  { given: 'one that lacks the beginning', stream: ['a3', 'b1', 'b2'], lacks: ['a1', 'a2', 'a3'] },
  { given: 'one that lacks a middle', stream: ['a1', 'a3', 'b1', 'b2'], lacks: ['a2', 'a3'] },
  { given: 'one out of order', stream: ['a2', 'a1', 'a3', 'b1', 'b2'], lacks: ['a2', 'a3'] },
  { given: 'one that was refilled', stream: ['a3', 'b1', 'b2', 'a1', 'a2', 'a3'], lacks: [] },
])('given $given, then the due events complete it in order', ({ stream, lacks }) => {
  expect(due(stream, store)).toEqual(lacks);
  expect(due([...stream, ...lacks], store)).toEqual([]);
});
