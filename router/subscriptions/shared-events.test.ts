import { expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { createMemoryEvents } from '../testing/memory-events.ts';
import type { EventSource } from './event-source.ts';
import { createSharedEvents } from './shared-events.ts';

type Follow = {
  readonly subjects: readonly string[];
  readonly start?: 'latest' | number;
  readonly client?: string;
};

/** Follows subjects of the stream S, and notes what comes. */
function follow(source: EventSource, { subjects, start = 'latest', client = 'alice' }: Follow) {
  const seen: string[] = [];
  const stop = new AbortController();
  source.follow({
    stream: 'S',
    subjects,
    start: start === 'latest' ? { kind: 'latest' } : { kind: 'after', sequence: start },
    client,
    onEvent: ({ subject, sequence }) => seen.push(`${subject} ${sequence}`),
    onCaughtUp: (last) => seen.push(`up to ${last}`),
    signal: stop.signal,
  });
  return { seen, stop: () => stop.abort() };
}

/** A source whose reads wait until they are let go on. */
function heldBack() {
  const events = createMemoryEvents();
  const waiting: (() => void)[] = [];
  const source: EventSource = {
    ...events,
    async latest(request) {
      const latest = await events.latest(request);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return latest;
    },
  };
  return { events, source, waiting };
}

test('many aggregates are followed once, also those that do not exist', async () => {
  const events = createMemoryEvents();
  const shared = createSharedEvents(events);
  events.publish('s.made.a', {});
  const all = Array.from({ length: 500 }, (_, index) =>
    follow(shared, { subjects: ['s.made.a', `s.made.none-${index}`] }),
  );
  await eventually(() => expect(all.at(-1)?.seen).toEqual(['s.made.a 1', 'up to 1']));
  expect(events.followers()).toBe(1);
  events.publish('s.made.none-3', {});
  expect(all[3]?.seen.at(-1)).toBe('s.made.none-3 2');
  expect(all[4]?.seen).toEqual(['s.made.a 1', 'up to 1']);
});

test('what comes while the last events are read is neither lost nor repeated', async () => {
  const { events, source, waiting } = heldBack();
  const shared = createSharedEvents(source);
  events.publish('s.made.a', {});
  const { seen } = follow(shared, { subjects: ['s.*.a'] });
  await eventually(() => expect(waiting).toHaveLength(1));
  events.publish('s.changed.a', {});
  events.publish('s.changed.b', {});
  expect(seen).toEqual([]);
  waiting[0]?.();
  await eventually(() => expect(seen).toEqual(['s.made.a 1', 'up to 1', 's.changed.a 2']));
  events.publish('s.changed.a', {});
  expect(seen.at(-1)).toBe('s.changed.a 4');
});

test('an event that was read already is not passed on when it comes late', async () => {
  const events = createMemoryEvents();
  const shared = createSharedEvents({
    ...events,
    // A read that is ahead of what was delivered.
    latest: async () => ({ events: [], upTo: 5 }),
  });
  const { seen } = follow(shared, { subjects: ['s.made.a'] });
  await eventually(() => expect(seen).toEqual(['up to 5']));
  for (let sequence = 1; sequence <= 6; sequence += 1) events.publish('s.made.a', {});
  expect(seen).toEqual(['up to 5', 's.made.a 6']);
});

test('only events of the followed subjects are passed on, and only until the follower leaves', async () => {
  const events = createMemoryEvents();
  const shared = createSharedEvents(events);
  const one = follow(shared, { subjects: ['s.made.a', 's.gone.b'] });
  const other = follow(shared, { subjects: ['s.made.b', 's.gone.a'] });
  await eventually(() => expect([one.seen, other.seen]).toEqual([['up to 0'], ['up to 0']]));
  events.publish('s.made.a', {});
  events.publish('s.gone.a', {});
  one.stop();
  events.publish('s.made.a', {});
  expect(one.seen).toEqual(['up to 0', 's.made.a 1']);
  expect(other.seen).toEqual(['up to 0', 's.gone.a 2']);
});

test('clients take turns with their reads', async () => {
  const { source, waiting } = heldBack();
  const shared = createSharedEvents(source);
  for (let index = 0; index < 50; index += 1)
    follow(shared, { subjects: [`s.made.x${index}`], client: 'many' });
  await eventually(() => expect(waiting).toHaveLength(2));
  const few = follow(shared, { subjects: ['s.made.a'], client: 'few' });
  await eventually(() => expect(waiting).toHaveLength(3));
  waiting[2]?.();
  await eventually(() => expect(few.seen).toEqual(['up to 0']));
});

test('events after a position, and those of all aggregates, are followed on their own', async () => {
  const events = createMemoryEvents();
  const shared = createSharedEvents(events);
  for (const id of ['a', 'b']) events.publish(`s.made.${id}`, {});
  const after = follow(shared, { subjects: ['s.made.b'], start: 1 });
  await eventually(() => expect(after.seen).toEqual(['s.made.b 2', 'up to 2']));
  expect(follow(shared, { subjects: ['s.made.*'] }).seen).toEqual(['s.made.a 1', 's.made.b 2', 'up to 2']);
});
