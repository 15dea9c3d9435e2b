import { describe, expect, test, vi } from 'vitest';
import { createMemoryEvents } from '../testing/memory-events.ts';
import { createFeeds } from './feeds.ts';
import { type Delivery, type FollowRequest, followEvents } from './follow.ts';

const limits = { queue: 3, grace: 20 };
const everything: FollowRequest = {
  topic: { stream: 'S', subjects: ['s.*.*'], ends: [] },
  snapshot: true,
  after: undefined,
  isVisible: undefined,
};

function text({ kind, event }: Delivery): string {
  return `${kind} ${event.subject} ${event.sequence}`;
}

async function take(items: AsyncGenerator<Delivery, void>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const item = await items.next();
    if (item.done) break;
    taken.push(text(item.value));
  }
  return taken;
}

function setUp() {
  const events = createMemoryEvents();
  return { events, feeds: createFeeds(events) };
}

describe('following events', () => {
  test('begins with the last event of each aggregate, whatever its kind', async () => {
    const { events, feeds } = setUp();
    events.publish('s.made.a', {});
    events.publish('s.made.b', {});
    events.publish('s.changed.a', {});
    const items = followEvents(feeds, everything, limits);
    expect(await take(items, 2)).toEqual(['SNAPSHOT s.made.b 2', 'SNAPSHOT s.changed.a 3']);
    events.publish('s.changed.b', {});
    expect(await take(items, 1)).toEqual(['CHANGE s.changed.b 4']);
    await items.return();
  });

  test('gives only changes where no snapshot is wanted', async () => {
    const { events, feeds } = setUp();
    events.publish('s.made.a', {});
    const items = followEvents(feeds, { ...everything, snapshot: false }, limits);
    const first = take(items, 1);
    await vi.waitFor(() => expect(events.followers()).toBe(1));
    events.publish('s.made.b', {});
    expect(await first).toEqual(['CHANGE s.made.b 2']);
    await items.return();
  });

  test('goes on behind a cursor', async () => {
    const { events, feeds } = setUp();
    for (const id of ['a', 'a', 'b']) events.publish(`s.made.${id}`, {});
    const items = followEvents(feeds, { ...everything, after: 1 }, limits);
    expect(await take(items, 2)).toEqual(['CHANGE s.made.a 2', 'CHANGE s.made.b 3']);
    events.publish('s.made.c', {});
    expect(await take(items, 1)).toEqual(['CHANGE s.made.c 4']);
    expect(events.followers()).toBe(1);
    await items.return();
  });

  test('ends with a clear error when changes come faster than they are taken', async () => {
    const { events, feeds } = setUp();
    events.publish('s.made.a', {});
    const items = followEvents(feeds, everything, limits);
    await take(items, 1);
    for (let n = 0; n < 4; n += 1) events.publish('s.changed.a', {});
    await expect(items.next()).rejects.toMatchObject({ extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } });
    expect(await items.next()).toEqual({ value: undefined, done: true });
    expect(feeds.size()).toBe(0);
  });

  test('a snapshot of any size does not count as slowness', async () => {
    const { events, feeds } = setUp();
    for (let n = 0; n < 20; n += 1) events.publish(`s.made.${n}`, {});
    expect(await take(followEvents(feeds, everything, limits), 20)).toHaveLength(20);
  });
});

describe('leaving', () => {
  test('ends a wait at once, and the feed with its last follower', async () => {
    const { events, feeds } = setUp();
    const one = followEvents(feeds, everything, limits);
    const other = followEvents(feeds, everything, limits);
    const waiting = one.next();
    expect([feeds.size(), events.followers()]).toEqual([1, 1]);
    await one.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(feeds.size()).toBe(1);
    await other.return();
    await other.return();
    expect([feeds.size(), events.followers()]).toEqual([0, 0]);
  });

  test('works while the server of the events is away', async () => {
    const feeds = createFeeds(createMemoryEvents({ isAway: true }));
    const items = followEvents(feeds, { ...everything, isVisible: () => true }, limits);
    const waiting = items.next();
    await items.return();
    expect((await waiting).done).toBe(true);
  });
});

describe('what is not the caller’s', () => {
  const hidden = { ...everything, isVisible: () => false };

  test.each([undefined, 1])('is refused as what does not exist is (after: %s)', async (after) => {
    const { events, feeds } = setUp();
    const missing = followEvents(feeds, { ...hidden, after }, limits).next();
    await expect(missing).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    events.publish('s.made.a', {});
    events.publish('s.changed.a', {});
    const refused = followEvents(feeds, { ...hidden, after }, limits).next();
    const reason = await missing.catch((error: unknown) => error);
    await expect(refused).rejects.toEqual(reason);
    expect(feeds.size()).toBe(0);
  });

  test('ends a subscription when it becomes so', async () => {
    const { events, feeds } = setUp();
    events.publish('s.made.a', 'mine');
    const items = followEvents(feeds, { ...everything, isVisible: ({ data }) => data === 'mine' }, limits);
    expect(await take(items, 1)).toHaveLength(1);
    events.publish('s.changed.a', 'theirs');
    await expect(items.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});
