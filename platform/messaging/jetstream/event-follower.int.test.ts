import { expect, test } from 'vitest';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/index.ts';
import { useNats } from '../../testing/nats.ts';
import { createEventFollower, type FollowRequest } from './event-follower.ts';
import { streamOf } from './streams.ts';

const log = createLogger('test', 'silent');
const nats = useNats();

/** Follows the test's stream and records the version of each event. */
function follow(start: FollowRequest['start'], name = 'counted') {
  const received: number[] = [];
  const caughtUp = Promise.withResolvers<{ readonly last: number; readonly received: number }>();
  const ending = new AbortController();
  createEventFollower({ nats: nats.link, log }).follow({
    stream: streamOf(nats.context),
    subjects: [`${nats.context}.${name}.*`],
    start,
    onEvent: ({ version }) => received.push(version),
    onCaughtUp: (last) => caughtUp.resolve({ last, received: received.length }),
    signal: ending.signal,
  });
  nats.closeAfterTest({ close: async () => ending.abort() });
  return { received, caughtUp: caughtUp.promise, end: () => ending.abort() };
}

async function consumerCount(): Promise<number> {
  const { jsm } = await nats.link.client;
  return (await jsm.streams.info(streamOf(nats.context))).state.consumer_count;
}

test('delivers the last event of each subject, reports that it has caught up, then delivers each event', async () => {
  const [a, b] = [nats.eventOf(1), nats.eventOf(2)];
  await nats.publish(a, b, nats.eventOf(3, { aggregateId: a.aggregateId }));
  const follower = follow({ kind: 'latest' });
  expect(await follower.caughtUp).toEqual({ last: 3, received: 2 });
  await nats.publish(nats.eventOf(4), nats.eventOf(5, { aggregateId: a.aggregateId }));
  await eventually(() => expect(follower.received).toEqual([2, 3, 4, 5]));
});

test('delivers all events after a sequence', async () => {
  await nats.publish(nats.eventOf(1), nats.eventOf(2), nats.eventOf(3));
  const follower = follow({ kind: 'after', sequence: 1 });
  expect(await follower.caughtUp).toEqual({ last: 3, received: 2 });
  expect(follower.received).toEqual([2, 3]);
});

test('a missing stream counts as empty, and is followed once it exists', async () => {
  const follower = follow({ kind: 'latest' });
  expect(await follower.caughtUp).toEqual({ last: 0, received: 0 });
  await nats.publish(nats.eventOf(1));
  await eventually(() => expect(follower.received).toEqual([1]));
});

test('a recreated stream with fewer events is followed from its first event', async () => {
  await nats.publish(nats.eventOf(1), nats.eventOf(2), nats.eventOf(3));
  const follower = follow({ kind: 'after', sequence: 0 });
  await follower.caughtUp;
  await nats.kill();
  await nats.wipe();
  await nats.start();
  await eventually(() => nats.publish(nats.eventOf(11), nats.eventOf(12)));
  await eventually(() => expect(follower.received).toEqual([1, 2, 3, 11, 12]));
});

test('after an empty snapshot each event is delivered, also those published while the consumer is replaced', async () => {
  await nats.publish(nats.eventOf(1, { name: 'closed' }));
  const follower = follow({ kind: 'latest' });
  expect(await follower.caughtUp).toEqual({ last: 1, received: 0 });
  await nats.kill();
  await nats.start();
  const { aggregateId } = nats.eventOf(0);
  await nats.publish(nats.eventOf(2, { aggregateId }), nats.eventOf(3, { aggregateId }));
  await eventually(() => expect(follower.received).toEqual([2, 3]));
});

test('an aborted follower delivers nothing and leaves no consumer, also when it was replacing one', async () => {
  await nats.publish(nats.eventOf(1));
  const follower = follow({ kind: 'latest' });
  await follower.caughtUp;
  await nats.kill();
  await nats.start();
  follower.end();
  await nats.publish(nats.eventOf(2));
  // It reads the event that the aborted one must not deliver.
  const next = follow({ kind: 'latest' });
  await next.caughtUp;
  await eventually(() => expect(next.received).toEqual([1, 2]));
  next.end();
  await eventually(async () => expect(await consumerCount()).toBe(0));
  expect(follower.received).toEqual([1]);
});

test('an event that cannot be read is skipped', async () => {
  const { connection } = await nats.link.client;
  const follower = follow({ kind: 'latest' });
  await follower.caughtUp;
  await nats.publish(nats.eventOf(1));
  connection.publish(`${nats.context}.counted.x`, 'no event');
  await nats.publish(nats.eventOf(2));
  await eventually(() => expect(follower.received).toEqual([1, 2]));
});
