import { describe, expect, test } from 'vitest';
import { createMemoryEvents, type MemoryEvents } from '../testing/memory-events.ts';
import { until as soon } from '../testing/until.ts';
import { callerNamed, createFakeLive, fakeOperation } from './testing.ts';

function code(errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] | undefined) {
  return errors?.[0]?.extensions?.code;
}

describe('following events', () => {
  test('begins with the last event of each aggregate, whatever its kind', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a' });
    events.publish('s.made.b', { id: 'b' });
    events.publish('s.changed.a', { id: 'a' });
    const seen = follow();
    await soon(() => expect(seen.results).toEqual(['SNAPSHOT b 2', 'SNAPSHOT a 3']));
    events.publish('s.changed.b', { id: 'b' });
    await soon(() => expect(seen.results.slice(2)).toEqual(['CHANGE b 4']));
  });

  test('gives only changes where no snapshot is wanted', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(fakeOperation({ live: { snapshot: false } }));
    events.publish('s.made.b', { id: 'b' });
    await soon(() => expect(seen.results).toEqual(['CHANGE b 2']));
  });

  test('gives what comes while the snapshot is being run after it, and nothing twice', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true });
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(operation);
    events.publish('s.changed.a', { id: 'a' });
    const late = follow(operation);
    expect(operation.held.map(({ value }) => value.cursor)).toEqual(['1', '2', '2']);
    for (const each of operation.held.toReversed()) each.finish();
    await soon(() => {
      expect(seen.results).toEqual(['SNAPSHOT a 1', 'CHANGE a 2']);
      expect(late.results).toEqual(['SNAPSHOT a 2']);
    });
  });

  test('keeps the order of events, however long each takes', async () => {
    const { events, follow } = createFakeLive({ limits: { queue: 10, grace: 20 } });
    const operation = fakeOperation({ fetches: true });
    const seen = follow(operation);
    for (const id of ['a', 'b', 'c']) events.publish(`s.made.${id}`, { id });
    expect(operation.held).toHaveLength(3);
    for (const each of operation.held.toReversed()) each.finish();
    await soon(() => expect(seen.results).toEqual(['CHANGE a 1', 'CHANGE b 2', 'CHANGE c 3']));
  });
});

describe('what is asked for by name and not there yet', () => {
  const named = (more = {}) => ({ subjects: ['s.*.{args.ids}'], ...more });
  const both = { ids: ['a', 'b'] };

  test('begins with its first state, which completes the snapshot', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ live: named(), variables: both });
    events.publish('s.made.b', { id: 'b' });
    const early = [follow(operation), follow(operation)];
    events.publish('s.made.a', { id: 'a' });
    const late = follow(operation);
    events.publish('s.changed.a', { id: 'a' });
    await soon(() => {
      for (const { results } of early) {
        expect(results).toEqual(['SNAPSHOT b 1', 'SNAPSHOT a 2', 'CHANGE a 3']);
      }
      expect(late.results).toEqual(['SNAPSHOT b 1', 'SNAPSHOT a 2', 'CHANGE a 3']);
    });
    expect(counts.deliveries).toBe(5);
  });

  test('is a change where all are followed, where no snapshot is wanted, and behind a cursor', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.b', { id: 'b' });
    const variables = both;
    const operation = fakeOperation({ live: named(), variables });
    const all = follow(fakeOperation({ live: named() }));
    const changes = follow(fakeOperation({ live: named({ snapshot: false }), variables }));
    const resumed = follow(operation, { after: '1' });
    const begun = follow(operation);
    events.publish('s.made.a', { id: 'a' });
    await soon(() => {
      expect(all.results).toEqual(['SNAPSHOT b 1', 'CHANGE a 2']);
      expect(changes.results).toEqual(['CHANGE a 2']);
      expect(resumed.results).toEqual(['CHANGE a 2']);
      expect(begun.results).toEqual(['SNAPSHOT b 1', 'SNAPSHOT a 2']);
    });
  });

  test('does not give way to its changes', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ fetches: true, live: named({ slow: 'LATEST' }), variables: both });
    const slow = follow(operation, { isReady: false });
    for (let n = 0; n < 8; n += 1) events.publish('s.made.b', { id: 'b' });
    for (let n = 0; n < 4; n += 1) events.publish('s.made.a', { id: 'a' });
    expect(counts.coalesced).toBe(2);
    for (const each of operation.held.splice(0)) each.finish();
    await soon(() => expect(operation.held).not.toEqual([]));
    for (const each of operation.held) each.finish();
    await soon(() => expect(counts.deliveries).toBe(8 + 2));
    slow.setReady(true);
    expect(slow.results).toEqual(['SNAPSHOT b 1', 'CHANGE b 8', 'SNAPSHOT a 9', 'CHANGE a 12']);
  });

  test('is so whatever becomes of the graph meanwhile', async () => {
    const options = { live: named(), variables: both };
    const fresh = fakeOperation(options);
    const { live, events, follow } = createFakeLive({ admit: () => fresh.admitted });
    const old = fakeOperation({ ...options, fetches: true });
    const seen = [follow(old), follow(old, { caller: callerNamed('bob') })];
    events.publish('s.made.a', { id: 'a' });
    await live.replan();
    events.publish('s.made.b', { id: 'b' });
    for (const { finish } of old.held) finish();
    await soon(() => {
      for (const { results } of seen) expect(results).toEqual(['SNAPSHOT a 1', 'SNAPSHOT b 2']);
    });
  });
});

describe('an execution', () => {
  test('is one for all subscribers of the same, and so is its text', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation();
    const all = Array.from({ length: 500 }, (_, n) =>
      follow(operation, { caller: callerNamed(`user-${n}`) }),
    );
    events.publish('s.made.a', { id: 'a' });
    await soon(() => {
      for (const { results } of all) expect(results).toEqual(['CHANGE a 1']);
    });
    expect(new Set(all.map(({ bodies }) => bodies[0])).size).toBe(1);
    expect(counts).toEqual({ events: 1, executions: 1, deliveries: 500, coalesced: 0 });
    expect(operation.runs()).toBe(1);
  });

  test('is one for each access where something is fetched', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true });
    for (const token of ['a1', 'a1', 'a2', 'b']) follow(operation, { caller: callerNamed('alice', token) });
    events.publish('s.made.a', { id: 'a' });
    expect(operation.held).toHaveLength(3);
  });

  test('is one for all where the field says that access makes no difference', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true, live: { shared: true } });
    for (const token of ['a', 'b', 'c']) follow(operation, { caller: callerNamed(token) });
    events.publish('s.made.a', { id: 'a' });
    expect(operation.held).toHaveLength(1);
  });

  test('is one for each set of variables, of which a cursor is none', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation();
    events.publish('s.made.a', { id: 'a' });
    const other = { ...operation, admitted: { ...operation.admitted, variables: { size: 2 } } };
    const seen = [
      follow(operation, { after: '1' }),
      follow(operation, { after: '1' }),
      follow(other, { after: '1' }),
    ];
    events.publish('s.made.b', { id: 'b' });
    await soon(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE b 2']);
    });
    expect(operation.runs()).toBe(2);
  });

  test('of a snapshot is kept for those who come later, where nothing is fetched', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation();
    events.publish('s.made.a', { id: 'a' });
    const stays = follow(operation);
    await soon(() => expect(stays.results).toHaveLength(1));
    const late = follow(operation);
    expect(late.results).toEqual(['SNAPSHOT a 1']);
    expect(operation.runs()).toBe(1);
  });

  test('is not made for nobody', () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation();
    follow(operation).subscription.stop();
    events.publish('s.made.a', { id: 'a' });
    expect(operation.runs()).toBe(0);
  });
});

describe('conditions on the payload', () => {
  const live = {
    where: [{ path: ['room', 'floor'], negated: false, operand: { kind: 'argument', name: 'floors' } }],
  } as const;

  test('hold for snapshot, resumption and changes', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a', room: { floor: 1 } });
    events.publish('s.made.b', { id: 'b', room: { floor: 2 } });
    const operation = fakeOperation({ live, variables: { floors: [2, 3] } });
    const seen = follow(operation);
    const resumed = follow(operation, { after: '0' });
    events.publish('s.made.c', { id: 'c', room: { floor: 1 } });
    events.publish('s.made.d', { id: 'd', room: { floor: 3 } });
    await soon(() => {
      expect(seen.results).toEqual(['SNAPSHOT b 2', 'CHANGE d 4']);
      expect(resumed.results).toEqual(['CHANGE b 2', 'CHANGE d 4']);
    });
    expect(operation.runs()).toBe(3);
  });
});

describe('a slow subscriber', () => {
  test('is ended when it may lose nothing', async () => {
    const { events, follow, ends } = createFakeLive();
    const quick = follow();
    const slow = follow(undefined, { isReady: false });
    for (let n = 1; n <= 4; n += 1) {
      events.publish('s.made.a', { id: 'a' });
      await soon(() => expect(quick.results).toHaveLength(n));
    }
    await soon(() => expect(code(slow.end())).toBe('SUBSCRIPTION_TOO_SLOW'));
    expect(slow.results).toEqual([]);
    expect(quick.end()).toBeUndefined();
    expect(ends).toEqual(['slow']);
  });

  test('gets the last change of each aggregate where that is enough', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ live: { slow: 'LATEST' } });
    const quick = follow(operation);
    const slow = follow(operation, { isReady: false });
    for (const id of ['a', 'b', 'a', 'c', 'a', 'd', 'b']) {
      events.publish(`s.made.${id}`, { id });
      await soon(() => expect(quick.results.at(-1)).toContain(` ${id} `));
    }
    slow.setReady(true);
    expect(slow.results).toEqual(['CHANGE c 4', 'CHANGE a 5', 'CHANGE d 6', 'CHANGE b 7']);
    expect(counts.coalesced).toBe(3);
    events.publish('s.made.a', { id: 'a' });
    await soon(() => expect(slow.results.at(-1)).toBe('CHANGE a 8'));
  });

  test('is none of those whose shared execution does not keep up, where the last is enough', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ fetches: true, live: { slow: 'LATEST' } });
    const seen = follow(operation);
    // As many as are run at a time, then some that wait for that.
    for (let n = 0; n < 8; n += 1) events.publish('s.made.a', { id: 'a' });
    for (const id of ['b', 'c', 'b']) events.publish(`s.made.${id}`, { id });
    expect(counts).toMatchObject({ executions: 8, coalesced: 1 });
    for (const each of operation.held.splice(0)) each.finish();
    await soon(() => expect(operation.held).toHaveLength(2));
    for (const each of operation.held) each.finish();
    await soon(() => expect(seen.results.slice(7)).toEqual(['CHANGE a 8', 'CHANGE c 10', 'CHANGE b 11']));
  });

  test('is not one because its snapshot is long', async () => {
    const { events, follow } = createFakeLive();
    for (let n = 0; n < 20; n += 1) events.publish(`s.made.${n}`, { id: n });
    const seen = follow(undefined, { isReady: false });
    for (let n = 0; n < 3; n += 1) events.publish('s.made.more', { id: 'more' });
    seen.setReady(true);
    await soon(() => expect(seen.results).toHaveLength(23));
    expect(seen.results.slice(-4)).toEqual([
      'SNAPSHOT 19 20',
      'CHANGE more 21',
      'CHANGE more 22',
      'CHANGE more 23',
    ]);
  });

  test('is everybody whose shared execution does not keep up', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true });
    const seen = follow(operation);
    for (let n = 0; n < 4; n += 1) events.publish('s.made.a', { id: 'a' });
    expect(code(seen.end())).toBe('SUBSCRIPTION_TOO_SLOW');
  });
});

describe('a cursor', () => {
  test('is resumed behind from the stream, then from memory', async () => {
    const { events, follow, resumed } = createFakeLive();
    for (const id of ['a', 'a', 'b']) events.publish(`s.made.${id}`, { id });
    const first = follow(undefined, { after: '1' });
    const second = follow(undefined, { after: '2' });
    events.publish('s.made.c', { id: 'c' });
    await soon(() => {
      expect(first.results).toEqual(['CHANGE a 2', 'CHANGE b 3', 'CHANGE c 4']);
      expect(second.results).toEqual(['CHANGE b 3', 'CHANGE c 4']);
    });
    expect(resumed).toEqual(['stream', 'memory']);
  });

  test('that is too old says so, and begins anew', async () => {
    const { events, follow, resumed } = createFakeLive();
    for (const id of ['a', 'a', 'b']) events.publish(`s.made.${id}`, { id });
    events.drop(2);
    const seen = follow(undefined, { after: '1' });
    events.publish('s.made.c', { id: 'c' });
    await soon(() => expect(seen.results).toEqual(['SNAPSHOT b 3 CURSOR_TOO_OLD', 'CHANGE c 4']));
    expect(resumed).toEqual(['lost']);
  });

  test('behind which too much has come says so, and begins anew', async () => {
    const { events, follow } = createFakeLive();
    for (let n = 0; n < 10_002; n += 1) events.publish('s.made.a', { id: 'a' });
    const seen = follow(undefined, { after: '1' });
    await soon(() => expect(seen.results).toEqual(['SNAPSHOT a 10002 TOO_MANY_MISSED']));
  });

  test('from a router that was ahead of this one is resumed behind, without a double', async () => {
    const memory = createMemoryEvents();
    const late: (() => void)[] = [];
    const events: MemoryEvents = {
      ...memory,
      follow(options) {
        const onEvent: typeof options.onEvent = (event) => late.push(() => options.onEvent(event));
        memory.follow(options.start.kind === 'latest' ? { ...options, onEvent } : options);
      },
    };
    const { follow } = createFakeLive({ events });
    const first = follow();
    events.publish('s.made.a', { id: 'a' });
    events.publish('s.made.b', { id: 'b' });
    const resumed = follow(undefined, { after: '1' });
    for (const arrive of late) arrive();
    await soon(() => {
      expect(first.results).toEqual(['CHANGE a 1', 'CHANGE b 2']);
      expect(resumed.results).toEqual(['CHANGE b 2']);
    });
  });

  test('that the stream has not come to says so, and begins anew', async () => {
    const { events, follow, resumed } = createFakeLive();
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(undefined, { after: '7' });
    events.publish('s.made.b', { id: 'b' });
    await soon(() => expect(seen.results).toEqual(['SNAPSHOT a 1 CURSOR_UNKNOWN', 'CHANGE b 2']));
    expect(resumed).toEqual(['lost']);
  });
});

describe('leaving', () => {
  test('ends the feed with its last follower, at once', () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation();
    const one = follow(operation);
    const other = follow(operation);
    expect(events.followers()).toBe(1);
    one.subscription.stop();
    expect(events.followers()).toBe(1);
    other.subscription.stop();
    other.subscription.stop();
    expect(events.followers()).toBe(0);
  });

  test('works while the server of the events is away', () => {
    const { follow, ends } = createFakeLive({ events: createMemoryEvents({ isAway: true }) });
    const seen = follow();
    seen.subscription.stop();
    expect(ends).toEqual(['client']);
    expect(seen.end()).toBeUndefined();
  });
});

describe('what is not the caller’s', () => {
  const owned = () => fakeOperation({ live: { owner: ['owner'], scopes: ['all'] } });

  test.each([undefined, '1'])('is refused as what does not exist is (after: %s)', async (after) => {
    const { events, follow } = createFakeLive();
    const options = after === undefined ? {} : { after };
    const missing = follow(owned(), options);
    await soon(() => expect(code(missing.end())).toBe('FORBIDDEN'));
    events.publish('s.made.a', { id: 'a', owner: 'bob' });
    events.publish('s.changed.a', { id: 'a', owner: 'bob' });
    const refused = follow(owned(), options);
    expect(refused.end()).toEqual(missing.end());
    expect(events.followers()).toBe(0);
  });

  test('is shared by those who may see it', async () => {
    const { events, follow } = createFakeLive();
    const operation = owned();
    events.publish('s.made.a', { id: 'a', owner: 'alice' });
    const alice = follow(operation);
    const staff = follow(operation, { caller: callerNamed('carol', 'carol', ['all']) });
    const bob = follow(operation, { caller: callerNamed('bob') });
    await soon(() => expect([alice.results, staff.results]).toEqual([['SNAPSHOT a 1'], ['SNAPSHOT a 1']]));
    expect(code(bob.end())).toBe('FORBIDDEN');
    expect(operation.runs()).toBe(1);
  });

  test('ends a subscription when it becomes so', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a', owner: 'alice' });
    const seen = follow(owned());
    await soon(() => expect(seen.results).toHaveLength(1));
    events.publish('s.changed.a', { id: 'a', owner: 'bob' });
    expect(code(seen.end())).toBe('FORBIDDEN');
    expect(seen.results).toHaveLength(1);
  });

  test('is waited for a moment when there is nothing yet', async () => {
    const { events, follow } = createFakeLive({ limits: { queue: 3, grace: 60_000 } });
    const seen = follow(owned());
    events.publish('s.made.a', { id: 'a', owner: 'alice' });
    await soon(() => expect(seen.results).toEqual(['SNAPSHOT a 1']));
  });
});

describe('a new graph', () => {
  test('takes the place of the old plan, without a gap or a double', async () => {
    const fresh = fakeOperation();
    const { live, events, follow } = createFakeLive({ admit: () => fresh.admitted });
    const old = fakeOperation();
    const seen = [follow(old), follow(old)];
    events.publish('s.made.a', { id: 'a' });
    await live.replan();
    events.publish('s.made.b', { id: 'b' });
    await soon(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE a 1', 'CHANGE b 2']);
    });
    expect([old.runs(), fresh.runs()]).toEqual([1, 1]);
  });

  test('ends only what is not valid any more, and says why', async () => {
    const fresh = fakeOperation();
    const refused = {
      kind: 'refused',
      status: 403,
      errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }],
      headers: [],
    } as const;
    const { live, events, follow, ends } = createFakeLive({
      admit: (_, { identity }) => (identity?.subject === 'bob' ? refused : fresh.admitted),
    });
    const old = fakeOperation();
    const alice = follow(old);
    const bob = follow(old, { caller: callerNamed('bob') });
    await live.replan();
    events.publish('s.made.a', { id: 'a' });
    await soon(() => expect(alice.results).toEqual(['CHANGE a 1']));
    expect(bob.end()).toEqual(refused.errors);
    expect(ends).toEqual(['graph']);
  });

  test('that has the events elsewhere in the stream is gone over to behind the last one', async () => {
    const fresh = fakeOperation({ live: { subjects: ['t.*.*'] } });
    const { live, events, follow } = createFakeLive({ admit: () => fresh.admitted });
    const seen = follow();
    events.publish('s.made.a', { id: 'a' });
    events.publish('t.made.b', { id: 'b' });
    await soon(() => expect(seen.results).toEqual(['CHANGE a 1']));
    await live.replan();
    await soon(() => expect(seen.results).toEqual(['CHANGE a 1', 'CHANGE b 2']));
    events.publish('s.made.c', { id: 'c' });
    events.publish('t.made.d', { id: 'd' });
    await soon(() => expect(seen.results.at(-1)).toBe('CHANGE d 4'));
    expect(seen.results).toHaveLength(3);
    expect(events.followers()).toBe(1);
  });

  test('whose events are in another stream begins with a snapshot, and says so', async () => {
    const fresh = fakeOperation({ live: { stream: 'T', subjects: ['t.*.*'] } });
    const { live, events, follow } = createFakeLive({ admit: () => fresh.admitted });
    const seen = follow();
    events.publish('s.made.a', { id: 'a' });
    events.publish('t.made.b', { id: 'b' });
    await soon(() => expect(seen.results).toEqual(['CHANGE a 1']));
    await live.replan();
    events.publish('t.made.c', { id: 'c' });
    await soon(() => expect(seen.results.slice(1)).toEqual(['SNAPSHOT b 2 GRAPH_CHANGED', 'CHANGE c 3']));
  });

  test('does not break off what is being run for those who go over to it', async () => {
    const fresh = fakeOperation({ live: { subjects: ['s.*.*', 't.*.*'] } });
    const { live, events, follow } = createFakeLive({ admit: () => fresh.admitted });
    const old = fakeOperation({ fetches: true });
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(old);
    expect(old.held).toHaveLength(1);
    await live.replan();
    expect(old.held[0]?.signal?.aborted).toBe(false);
    old.held[0]?.finish();
    await soon(() => expect(seen.results).toEqual(['SNAPSHOT a 1']));
  });

  test('that fetches separates those of different access', async () => {
    const fresh = fakeOperation({ fetches: true });
    const { live, events, follow } = createFakeLive({ admit: () => fresh.admitted });
    const old = fakeOperation();
    const seen = ['alice', 'bob'].map((name) => follow(old, { caller: callerNamed(name) }));
    await live.replan();
    events.publish('s.made.a', { id: 'a' });
    expect(fresh.held).toHaveLength(2);
    for (const each of fresh.held) each.finish();
    await soon(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE a 1']);
    });
  });
});
