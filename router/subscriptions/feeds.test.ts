import { expect, test } from 'vitest';
import type { EventSource, FollowOptions } from './event-source.ts';
import { createFeeds } from './feeds.ts';

/** A source that the test feeds by hand, since what matters here is what becomes of the events. */
function scripted() {
  let options: FollowOptions | undefined;
  const source: EventSource = {
    follow(asked) {
      options = asked;
    },
  };
  let sequence = 0;
  return {
    source,
    asked: () => options?.subjects,
    publish(subject: string) {
      sequence += 1;
      const event = {
        id: `${sequence}`,
        type: 't',
        subject,
        sequence,
        time: 't',
        correlationId: 'c',
        data: {},
      };
      options?.onEvent(event);
    },
  };
}

test('an event that ends an aggregate takes it out of the state, and nobody is told of it', () => {
  const { source, asked, publish } = scripted();
  const { feed } = createFeeds(source).acquire({
    stream: 'ROOM',
    subjects: ['room.statusChanged.*'],
    ends: ['room.deleted.*'],
  });
  const heard: string[] = [];
  feed.listen({ onReady() {}, onEvent: ({ subject }) => void heard.push(subject) });

  publish('room.statusChanged.a');
  publish('room.statusChanged.b');
  publish('room.deleted.a');

  expect(asked()).toEqual(['room.statusChanged.*', 'room.deleted.*']);
  expect(feed.state().map(({ subject }) => subject)).toEqual(['room.statusChanged.b']);
  expect(heard).toEqual(['room.statusChanged.a', 'room.statusChanged.b']);
});
