import { expect, test } from 'vitest';
import { createMemoryEvents } from '../testing/memory-events.ts';
import type { EventSource, EventSubscription } from './event-source.ts';
import { createTopicFollowers } from './topic-follower.ts';

/** A source whose events come from the test. */
function scripted() {
  let options: EventSubscription | undefined;
  const source: EventSource = {
    follow(asked) {
      options = asked;
    },
    latest: () => Promise.reject(new Error('nothing is read here')),
  };
  let sequence = 0;
  return {
    source,
    asked: () => options?.subjects,
    caughtUp: () => options?.onCaughtUp(sequence, 1),
    /** Continues with a recreated stream. */
    startAnew() {
      sequence = 0;
    },
    /** @param version the aggregate's version; a new one by default */
    publish(subject: string, version?: number) {
      sequence += 1;
      const event = {
        id: `${sequence}`,
        type: 't',
        subject,
        sequence,
        version: version ?? sequence,
        time: 't',
        correlationId: 'c',
        data: {},
      };
      options?.onEvent(event);
    },
  };
}

test('an event in ends removes its aggregate from the state and is not passed on', () => {
  const { source, asked, publish } = scripted();
  const { follower } = createTopicFollowers(source).acquire(
    {
      stream: 'ROOM',
      subjects: ['room.statusChanged.*'],
      ends: ['room.deleted.*'],
      aliases: [],
    },
    'client',
  );
  const received: string[] = [];
  follower.listen({ onReady() {}, onEvent: ({ subject }) => void received.push(subject) });

  publish('room.statusChanged.a');
  publish('room.statusChanged.b');
  publish('room.deleted.a');

  expect(asked()).toEqual(['room.statusChanged.*', 'room.deleted.*']);
  expect(follower.state().map(({ subject }) => subject)).toEqual(['room.statusChanged.b']);
  expect(received).toEqual(['room.statusChanged.a', 'room.statusChanged.b']);
});

test('duplicates and outdated events are ignored', () => {
  const { source, publish, caughtUp, startAnew } = scripted();
  const { follower } = createTopicFollowers(source).acquire(
    {
      stream: 'ROOM',
      subjects: ['room.*.*'],
      ends: ['room.deleted.*'],
      aliases: [],
    },
    'client',
  );
  caughtUp();
  const received: number[] = [];
  follower.listen({ onReady() {}, onEvent: ({ version }) => void received.push(version) });
  const state = () => follower.state().map(({ subject, version }) => `${subject} ${version}`);

  publish('room.filled.a', 1);
  publish('room.emptied.a', 2);
  publish('room.filled.b', 1);
  publish('room.filled.a', 1);
  publish('room.emptied.a', 2);
  expect(state()).toEqual(['room.emptied.a 2', 'room.filled.b 1']);
  publish('room.deleted.a', 3);
  publish('room.emptied.a', 2);
  expect(state()).toEqual(['room.filled.b 1']);
  expect(received).toEqual([1, 2, 1]);
  expect(follower.position()).toBe(7);

  startAnew();
  publish('room.filled.b', 1);
  expect(received).toEqual([1, 2, 1, 1]);
});

test('the state is reset when the stream is recreated', () => {
  const { source, publish, caughtUp, startAnew } = scripted();
  const { follower } = createTopicFollowers(source).acquire(
    {
      stream: 'ROOM',
      subjects: ['room.*.*'],
      ends: [],
      aliases: [],
    },
    'client',
  );
  publish('room.filled.a');
  publish('room.filled.b');
  caughtUp();
  startAnew();
  publish('room.emptied.b');
  expect(follower.state().map(({ subject, sequence }) => [subject, sequence])).toEqual([
    ['room.emptied.b', 1],
  ]);
});

test('duplicates are not among the missed events', () => {
  const events = createMemoryEvents();
  events.publish('room.filled.a', {}, 1);
  events.publish('room.emptied.a', {}, 2);
  events.publish('room.filled.a', {}, 1);
  const { follower } = createTopicFollowers(events).acquire(
    {
      stream: 'ROOM',
      subjects: ['room.*.*'],
      ends: [],
      aliases: [],
    },
    'client',
  );
  const missed: unknown[] = [];
  follower.eventsAfter(1, (each) => missed.push(each));
  expect(missed).toMatchObject([{ kind: 'events', source: 'stream', events: [{ version: 2 }] }]);
});
