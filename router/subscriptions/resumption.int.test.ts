import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { composeFixture } from '../testing/fixture-graph.ts';
import { createLiveClient } from '../testing/live-client.ts';
import { cursorOf, errorCodes, MOVES, seen, useLiveFixture } from '../testing/live-fixture.ts';
import { startTestRouter } from '../testing/test-router.ts';

const live = useLiveFixture();

describe('a cursor', () => {
  test('is resumed without a gap, also while events come', async () => {
    await live.move('a');
    const first = live.client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(1));
    const cursor = cursorOf(first.results[0]);
    first.stop();
    const missed: number[] = [];
    for (let n = 0; n < 30; n += 1) missed.push(await live.move('a', n % 2 ? 'OPEN' : 'SHUT'));
    const resumed = live.client.follow(MOVES, { after: cursor });
    for (let n = 0; n < 30; n += 1) missed.push(await live.move('b', n % 2 ? 'OPEN' : 'SHUT'));
    await eventually(() => expect(resumed.results).toHaveLength(60));
    expect(resumed.results.map((result) => cursorOf(result))).toEqual(missed.map(String));
    expect(new Set(seen(resumed).map((text) => text.split(' ')[0]))).toEqual(new Set(['CHANGE']));
    resumed.stop();
  });

  test('that is too old starts with a snapshot and the reason', async () => {
    for (const id of ['a', 'b', 'a', 'b']) await live.move(id);
    await live.events.dropBefore(3);
    const resumed = live.client.follow(MOVES, { after: '1' });
    await eventually(() => expect(seen(resumed)).toEqual(['SNAPSHOT a OPEN', 'SNAPSHOT b OPEN']));
    const lost = { live: { resumed: false, reason: 'CURSOR_TOO_OLD' } };
    expect(resumed.results.map((result) => result.extensions)).toEqual([lost, undefined]);
    await live.move('a', 'SHUT');
    await eventually(() => expect(seen(resumed).at(-1)).toBe('CHANGE a SHUT'));
    resumed.stop();
  });

  test('that is older than the retention is too old, though the first event of the stream is older still', async () => {
    await live.events.keepFor(1_000);
    for (const id of ['a', 'b', 'a', 'b']) await live.move(id);
    await eventually(async () => {
      const resumed = live.client.follow(MOVES, { after: '2' });
      await eventually(() => expect(resumed.results).toHaveLength(2));
      resumed.stop();
      expect(resumed.results[0]?.extensions).toEqual({
        live: { resumed: false, reason: 'CURSOR_TOO_OLD' },
      });
    });
    // On a busy machine one may expire before it is read: then another one is published.
    await eventually(async () => {
      const later = await live.move('a', 'SHUT');
      const resumed = live.client.follow(MOVES, { after: String(later - 1) });
      await eventually(() => expect(resumed.results).not.toEqual([]));
      resumed.stop();
      expect(seen(resumed)).toEqual(['CHANGE a SHUT']);
    });
  });

  test('is resumed by a router that was just started', async () => {
    await live.move('a');
    const first = live.client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(1));
    const after = cursorOf(first.results[0]);
    first.stop();
    const missed = [await live.move('a', 'SHUT'), await live.move('b')];
    await using fresh = await startTestRouter({
      supergraph: live.graph.supergraph,
      events: live.events.source,
    });
    using other = createLiveClient(fresh.wsUrl);
    const all = Array.from({ length: 20 }, () => other.follow(MOVES, { after }));
    const untilAllHave = () =>
      eventually(() => {
        for (const { results } of all)
          expect(results.map((result) => cursorOf(result))).toEqual(missed.map(String));
      });
    await untilAllHave();
    missed.push(await live.move('c'));
    await untilAllHave();
    expect(await fresh.metric('router_live_executions_total')).toBe(missed.length);
  });

  test('of a stream that was recreated starts with a snapshot and the reason', {
    timeout: 60_000,
  }, async () => {
    for (const id of ['a', 'b', 'a']) await live.move(id);
    const first = live.client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(2));
    const after = cursorOf(first.results[1]);
    await live.events.removeStream();
    await live.events.makeStream();
    // Consumers notice it when they reconnect, or later by missing heartbeats.
    await live.events.servers.server('nats').stop();
    await live.events.servers.server('nats').start();
    await eventually(() => live.move('a', 'SHUT'));
    await eventually(() => expect(seen(first).at(-1)).toBe('CHANGE a SHUT'));
    const resumed = live.client.follow(MOVES, { after });
    await eventually(() => expect(seen(resumed)).toEqual(['SNAPSHOT a SHUT']));
    expect(resumed.results[0]?.extensions).toEqual({ live: { resumed: false, reason: 'CURSOR_UNKNOWN' } });
    await live.move('b', 'SHUT');
    await eventually(() => {
      for (const each of [first, resumed]) expect(seen(each).at(-1)).toBe('CHANGE b SHUT');
    });
    first.stop();
    resumed.stop();
  });

  test.each(['', 'x', '-1', '1.5', '99999999999999999999'])('%j is invalid', async (after) => {
    await live.move('a');
    const subscription = live.client.follow(MOVES, { after });
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });
});

describe('during an outage', () => {
  test('a stream that does not exist yet counts as empty', async () => {
    await live.events.removeStream();
    const moves = live.client.follow(MOVES, { ids: ['a'] });
    await live.events.makeStream();
    await live.move('a');
    await eventually(() => expect(seen(moves)).toEqual(['SNAPSHOT a OPEN']));
    await live.move('a', 'SHUT');
    await eventually(() => expect(seen(moves)).toEqual(['SNAPSHOT a OPEN', 'CHANGE a SHUT']));
    moves.stop();
  });

  test('of NATS, subscribers stay and miss nothing', { timeout: 60_000 }, async () => {
    await live.move('a');
    const all = live.client.follow(MOVES);
    const silent = live.client.follow(MOVES, { ids: ['b'] });
    await eventually(() => expect(all.results).toHaveLength(1));
    await eventually(async () => expect(await live.events.consumers()).toBe(2));
    await live.events.servers.server('nats').stop();
    const meanwhile = live.client.follow(MOVES, { ids: ['a'] });
    await live.events.servers.server('nats').start();
    const after: number[] = [];
    for (const [id, state] of [
      ['a', 'SHUT'],
      ['b', 'SHUT'],
      ['b', 'OPEN'],
    ] as const) {
      after.push(await eventually(() => live.move(id, state)));
    }
    await eventually(() => {
      expect(all.results.slice(1).map((result) => cursorOf(result))).toEqual(after.map(String));
      expect(seen(silent)).toEqual(['SNAPSHOT b SHUT', 'CHANGE b OPEN']);
      expect(seen(meanwhile).at(-1)).toMatch(/a SHUT$/);
    });
    expect([all.end(), silent.end()]).toEqual([undefined, undefined]);
    for (const each of [all, silent, meanwhile]) each.stop();
  });
});

describe('a new supergraph', () => {
  test('keeps subscriptions without a gap or duplicates, and ends those that are not valid any more', async () => {
    await live.move('a');
    const rich = live.client.follow('subscription { crateMoved { cursor crate { label items { name } } } }');
    const gone = live.client.follow('subscription { crateMoved { previousState } }');
    await eventually(() => expect([rich.results.length, gone.results.length]).toEqual([1, 1]));
    const places: number[] = [];
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; publishing; n += 1) {
        places.push(await live.move('a', n % 2 ? 'OPEN' : 'SHUT'));
        // No faster than events are fetched, so that the queue does not fill.
        await eventually(() => expect(rich.results.length).toBeGreaterThan(places.length - 20));
      }
    })();
    const changed = composeFixture(live.graph.crates.url, live.graph.stock.url, 'brandNew');
    await live.router.replaceSupergraph(changed.replace(/^ +previousState: CrateState.*\n/m, ''));
    await eventually(() => expect(errorCodes(gone)).toEqual(['GRAPHQL_VALIDATION_FAILED']));
    const replannedAt = places.length;
    await eventually(() => expect(places.length).toBeGreaterThan(replannedAt + 10));
    publishing = false;
    await publisher;
    await eventually(() => expect(cursorOf(rich.results.at(-1))).toBe(String(places.at(-1))));
    expect(rich.results.slice(1).map((result) => cursorOf(result))).toEqual(places.map(String));
    expect(rich.results.at(-1)).toMatchObject({
      data: { crateMoved: { crate: { label: 'Crate a', items: [{ name: 'item-a' }] } } },
    });
    rich.stop();
  });
});
