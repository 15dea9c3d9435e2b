import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { createMemoryEvents, type MemoryEvents } from '../testing/memory-events.ts';
import { readAlias } from './aliases.ts';
import { CONCURRENT } from './group.ts';
import { readOwner } from './owners.ts';
import { callerNamed, createFakeLive, fakeOperation, type OperationOptions } from './testing.ts';

function code(errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] | undefined) {
  return errors?.[0]?.extensions?.code;
}

describe('a subscription', () => {
  test('starts with the last event of each aggregate of any type', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a' });
    events.publish('s.made.b', { id: 'b' });
    events.publish('s.changed.a', { id: 'a' });
    const seen = follow();
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT b 2', 'SNAPSHOT a 3']));
    events.publish('s.changed.b', { id: 'b' });
    await eventually(() => expect(seen.results.slice(2)).toEqual(['CHANGE b 4']));
  });

  test('without a snapshot gets only changes', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(fakeOperation({ live: { snapshot: false } }));
    events.publish('s.made.b', { id: 'b' });
    await eventually(() => expect(seen.results).toEqual(['CHANGE b 2']));
  });

  test('gets changes after the snapshot, without duplicates, while the snapshot is executed', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true });
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(operation);
    events.publish('s.changed.a', { id: 'a' });
    const late = follow(operation);
    expect(operation.held.map(({ value }) => value.cursor)).toEqual(['1', '2', '2']);
    for (const each of operation.held.toReversed()) each.finish();
    await eventually(() => {
      expect(seen.results).toEqual(['SNAPSHOT a 1', 'CHANGE a 2']);
      expect(late.results).toEqual(['SNAPSHOT a 2']);
    });
  });

  test('gets results in the order of events, whatever their duration', async () => {
    const { events, follow } = createFakeLive({ limits: { queue: 10, grace: 20 } });
    const operation = fakeOperation({ fetches: true });
    const seen = follow(operation);
    for (const id of ['a', 'b', 'c']) events.publish(`s.made.${id}`, { id });
    expect(operation.held).toHaveLength(3);
    for (const each of operation.held.toReversed()) each.finish();
    await eventually(() => expect(seen.results).toEqual(['CHANGE a 1', 'CHANGE b 2', 'CHANGE c 3']));
  });
});

describe('an aggregate that is named and does not exist yet', () => {
  const named = (more = {}) => ({ subjects: ['s.*.{args.ids}'], ...more });
  const both = { ids: ['a', 'b'] };

  test('starts with its first state, which completes the snapshot', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ live: named(), variables: both });
    events.publish('s.made.b', { id: 'b' });
    const early = [follow(operation), follow(operation)];
    events.publish('s.made.a', { id: 'a' });
    const late = follow(operation);
    events.publish('s.changed.a', { id: 'a' });
    await eventually(() => {
      for (const { results } of early) {
        expect(results).toEqual(['SNAPSHOT b 1', 'SNAPSHOT a 2', 'CHANGE a 3']);
      }
      expect(late.results).toEqual(['SNAPSHOT b 1', 'SNAPSHOT a 2', 'CHANGE a 3']);
    });
    expect(counts.deliveries).toBe(5);
  });

  test('is a change when all are followed, without a snapshot, and after a cursor', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.b', { id: 'b' });
    const variables = both;
    const operation = fakeOperation({ live: named(), variables });
    const all = follow(fakeOperation({ live: named() }));
    const changes = follow(fakeOperation({ live: named({ snapshot: false }), variables }));
    const resumed = follow(operation, { after: '1' });
    const begun = follow(operation);
    events.publish('s.made.a', { id: 'a' });
    await eventually(() => {
      expect(all.results).toEqual(['SNAPSHOT b 1', 'CHANGE a 2']);
      expect(changes.results).toEqual(['CHANGE a 2']);
      expect(resumed.results).toEqual(['CHANGE a 2']);
      expect(begun.results).toEqual(['SNAPSHOT b 1', 'SNAPSHOT a 2']);
    });
  });

  test('keeps its snapshot when later changes are coalesced', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ fetches: true, live: named({ slow: 'LATEST' }), variables: both });
    const slow = follow(operation, { isReady: false });
    for (let n = 0; n < CONCURRENT; n += 1) events.publish('s.made.b', { id: 'b' });
    for (let n = 0; n < 4; n += 1) events.publish('s.made.a', { id: 'a' });
    expect(counts.coalesced).toBe(2);
    for (const each of operation.held.splice(0)) each.finish();
    await eventually(() => expect(operation.held).not.toEqual([]));
    for (const each of operation.held) each.finish();
    await eventually(() => expect(counts.deliveries).toBe(CONCURRENT + 2));
    slow.setReady(true);
    expect(slow.results).toEqual([
      'SNAPSHOT b 1',
      `CHANGE b ${CONCURRENT}`,
      `SNAPSHOT a ${CONCURRENT + 1}`,
      `CHANGE a ${CONCURRENT + 4}`,
    ]);
  });

  test('keeps its snapshot when the graph changes', async () => {
    const options = { live: named(), variables: both };
    const fresh = fakeOperation(options);
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const old = fakeOperation({ ...options, fetches: true });
    const seen = [follow(old), follow(old, { caller: callerNamed('bob') })];
    events.publish('s.made.a', { id: 'a' });
    await live.replan();
    events.publish('s.made.b', { id: 'b' });
    for (const { finish } of old.held) finish();
    await eventually(() => {
      for (const { results } of seen) expect(results).toEqual(['SNAPSHOT a 1', 'SNAPSHOT b 2']);
    });
  });
});

describe('an execution', () => {
  test('is shared by all subscribers with the same plan, and so is its text', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation();
    const all = Array.from({ length: 500 }, (_, n) =>
      follow(operation, { caller: callerNamed(`user-${n}`) }),
    );
    events.publish('s.made.a', { id: 'a' });
    await eventually(() => {
      for (const { results } of all) expect(results).toEqual(['CHANGE a 1']);
    });
    expect(new Set(all.map(({ bodies }) => bodies[0])).size).toBe(1);
    expect(counts).toEqual({ events: 1, executions: 1, deliveries: 500, coalesced: 0 });
    expect(operation.runs()).toBe(1);
  });

  test('is shared only by callers with the same access when something is fetched', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true });
    for (const token of ['a1', 'a1', 'a2', 'b']) follow(operation, { caller: callerNamed('alice', token) });
    events.publish('s.made.a', { id: 'a' });
    expect(operation.held).toHaveLength(3);
  });

  test('is shared by all callers when the field is declared shared', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true, live: { shared: true } });
    for (const token of ['a', 'b', 'c']) follow(operation, { caller: callerNamed(token) });
    events.publish('s.made.a', { id: 'a' });
    expect(operation.held).toHaveLength(1);
  });

  test('is shared only for the same variables; the cursor does not count', async () => {
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
    await eventually(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE b 2']);
    });
    expect(operation.runs()).toBe(2);
  });

  test('of a snapshot is kept for later subscribers when nothing is fetched', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation();
    events.publish('s.made.a', { id: 'a' });
    const stays = follow(operation);
    await eventually(() => expect(stays.results).toHaveLength(1));
    const late = follow(operation);
    expect(late.results).toEqual(['SNAPSHOT a 1']);
    expect(operation.runs()).toBe(1);
  });

  test('does not happen without subscribers', () => {
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

  test('apply to snapshot, resumed events and changes', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a', room: { floor: 1 } });
    events.publish('s.made.b', { id: 'b', room: { floor: 2 } });
    const operation = fakeOperation({ live, variables: { floors: [2, 3] } });
    const seen = follow(operation);
    const resumed = follow(operation, { after: '0' });
    events.publish('s.made.c', { id: 'c', room: { floor: 1 } });
    events.publish('s.made.d', { id: 'd', room: { floor: 3 } });
    await eventually(() => {
      expect(seen.results).toEqual(['SNAPSHOT b 2', 'CHANGE d 4']);
      expect(resumed.results).toEqual(['CHANGE b 2', 'CHANGE d 4']);
    });
    expect(operation.runs()).toBe(3);
  });
});

describe('aliases', () => {
  const aliased = (...aliases: string[]) => fakeOperation({ live: { aliases: aliases.map(readAlias) } });

  test('fill in snapshot, resumed events and changes', async () => {
    const { events, follow } = createFakeLive();
    const operation = aliased('id: thing.id');
    events.publish('s.made.a', { thing: { id: 'a' } });
    const seen = follow(operation);
    const resumed = follow(operation, { after: '0' });
    events.publish('s.made.b', { thing: { id: 'b' } });
    await eventually(() => {
      expect(seen.results).toEqual(['SNAPSHOT a 1', 'CHANGE b 2']);
      expect(resumed.results).toEqual(['CHANGE a 1', 'CHANGE b 2']);
    });
  });

  test('are filled in once for all subscribers, and leave the event as others get it', async () => {
    const { events, follow } = createFakeLive();
    let reads = 0;
    // Results do not contain it, so that only the alias reads it.
    const thing = Object.defineProperty({}, 'id', {
      get() {
        reads += 1;
        return 'a';
      },
    });
    const operation = aliased('id: thing.id');
    const fetching = fakeOperation({ fetches: true, live: { aliases: [readAlias('id: thing.id')] } });
    const seen = ['alice', 'bob', 'carol'].map((name) => follow(operation, { caller: callerNamed(name) }));
    for (const name of ['alice', 'bob']) follow(fetching, { caller: callerNamed(name) });
    const plain = follow();
    const { data } = events.publish('s.made.a', { thing });
    expect(reads).toBe(1);
    expect(fetching.held.map(({ value }) => value.id)).toEqual(['a', 'a']);
    await eventually(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE a 1']);
      expect(plain.results).toEqual(['CHANGE ? 1']);
    });
    expect(data).not.toHaveProperty('id');
  });

  test('of a new graph apply to the next event', async () => {
    const fresh = aliased('id: thing.id');
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const seen = follow(aliased('id: thing.name'));
    const thing = { id: 'a', name: 'A' };
    events.publish('s.made.a', { thing });
    await eventually(() => expect(seen.results).toEqual(['CHANGE A 1']));
    await live.replan();
    events.publish('s.changed.a', { thing });
    await eventually(() => expect(seen.results).toEqual(['CHANGE A 1', 'CHANGE a 2']));
    expect(events.followers()).toBe(1);
  });
});

describe('a slow subscriber', () => {
  test('is ended with the policy DISCONNECT', async () => {
    const { events, follow, ends } = createFakeLive();
    const quick = follow();
    const slow = follow(undefined, { isReady: false });
    for (let n = 1; n <= 4; n += 1) {
      events.publish('s.made.a', { id: 'a' });
      await eventually(() => expect(quick.results).toHaveLength(n));
    }
    await eventually(() => expect(code(slow.end())).toBe('SUBSCRIPTION_TOO_SLOW'));
    expect(slow.results).toEqual([]);
    expect(quick.end()).toBeUndefined();
    expect(ends).toEqual(['slow']);
  });

  test('gets the last change of each aggregate with the policy LATEST', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ live: { slow: 'LATEST' } });
    const quick = follow(operation);
    const slow = follow(operation, { isReady: false });
    for (const id of ['a', 'b', 'a', 'c', 'a', 'd', 'b']) {
      events.publish(`s.made.${id}`, { id });
      await eventually(() => expect(quick.results.at(-1)).toContain(` ${id} `));
    }
    slow.setReady(true);
    expect(slow.results).toEqual(['CHANGE c 4', 'CHANGE a 5', 'CHANGE d 6', 'CHANGE b 7']);
    expect(counts.coalesced).toBe(3);
    events.publish('s.made.a', { id: 'a' });
    await eventually(() => expect(slow.results.at(-1)).toBe('CHANGE a 8'));
  });

  test('is not ended when the shared execution is too slow and the policy is LATEST', async () => {
    const { events, follow, counts } = createFakeLive();
    const operation = fakeOperation({ fetches: true, live: { slow: 'LATEST' } });
    const seen = follow(operation);
    // As many events as run concurrently, then some that wait.
    for (let n = 0; n < CONCURRENT; n += 1) events.publish('s.made.a', { id: 'a' });
    for (const id of ['b', 'c', 'b']) events.publish(`s.made.${id}`, { id });
    expect(counts).toMatchObject({ executions: CONCURRENT, coalesced: 1 });
    for (const each of operation.held.splice(0)) each.finish();
    await eventually(() => expect(operation.held).toHaveLength(2));
    for (const each of operation.held) each.finish();
    await eventually(() =>
      expect(seen.results.slice(CONCURRENT - 1)).toEqual(
        [`a ${CONCURRENT}`, `c ${CONCURRENT + 2}`, `b ${CONCURRENT + 3}`].map((each) => `CHANGE ${each}`),
      ),
    );
  });

  test('is not ended because of a long snapshot', async () => {
    const { events, follow } = createFakeLive();
    for (let n = 0; n < 20; n += 1) events.publish(`s.made.${n}`, { id: n });
    const seen = follow(undefined, { isReady: false });
    for (let n = 0; n < 3; n += 1) events.publish('s.made.more', { id: 'more' });
    seen.setReady(true);
    await eventually(() => expect(seen.results).toHaveLength(23));
    expect(seen.results.slice(-4)).toEqual([
      'SNAPSHOT 19 20',
      'CHANGE more 21',
      'CHANGE more 22',
      'CHANGE more 23',
    ]);
  });

  test('is ended when the shared execution is too slow and the policy is DISCONNECT', async () => {
    const { events, follow } = createFakeLive();
    const operation = fakeOperation({ fetches: true });
    const seen = follow(operation);
    for (let n = 0; n < 4; n += 1) events.publish('s.made.a', { id: 'a' });
    expect(code(seen.end())).toBe('SUBSCRIPTION_TOO_SLOW');
  });
});

describe('a cursor', () => {
  test('is resumed from the stream, then from memory', async () => {
    const { events, follow, resumed } = createFakeLive();
    for (const id of ['a', 'a', 'b']) events.publish(`s.made.${id}`, { id });
    const first = follow(undefined, { after: '1' });
    const second = follow(undefined, { after: '2' });
    events.publish('s.made.c', { id: 'c' });
    await eventually(() => {
      expect(first.results).toEqual(['CHANGE a 2', 'CHANGE b 3', 'CHANGE c 4']);
      expect(second.results).toEqual(['CHANGE b 3', 'CHANGE c 4']);
    });
    expect(resumed).toEqual(['stream', 'memory']);
  });

  test('that is too old starts with a snapshot and the reason', async () => {
    const { events, follow, resumed } = createFakeLive();
    for (const id of ['a', 'a', 'b']) events.publish(`s.made.${id}`, { id });
    events.drop(2);
    const seen = follow(undefined, { after: '1' });
    events.publish('s.made.c', { id: 'c' });
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT b 3 CURSOR_TOO_OLD', 'CHANGE c 4']));
    expect(resumed).toEqual(['lost']);
  });

  test('with too many events after it starts with a snapshot and the reason', async () => {
    const { events, follow } = createFakeLive();
    for (let n = 0; n < 10_002; n += 1) events.publish('s.made.a', { id: 'a' });
    const seen = follow(undefined, { after: '1' });
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT a 10002 TOO_MANY_MISSED']));
  });

  test('from a router that was ahead of this one is resumed without duplicates', async () => {
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
    await eventually(() => {
      expect(first.results).toEqual(['CHANGE a 1', 'CHANGE b 2']);
      expect(resumed.results).toEqual(['CHANGE b 2']);
    });
  });

  test('beyond the end of the stream starts with a snapshot and the reason', async () => {
    const { events, follow, resumed } = createFakeLive();
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(undefined, { after: '7' });
    events.publish('s.made.b', { id: 'b' });
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT a 1 CURSOR_UNKNOWN', 'CHANGE b 2']));
    expect(resumed).toEqual(['lost']);
  });
});

describe('a cursor that is a value of the events', () => {
  const named = (live: OperationOptions['live'] = {}) =>
    fakeOperation({ live: { snapshot: false, cursor: ['id'], ids: /^[a-z]$/, ...live } });

  test('is found in the stream, then in memory', async () => {
    const { events, follow, resumed } = createFakeLive();
    for (const id of ['a', 'b', 'c']) events.publish('s.told.alice', { id });
    const first = follow(named(), { after: 'a' });
    events.publish('s.told.alice', { id: 'd' });
    const second = follow(named(), { after: 'd' });
    events.publish('s.told.alice', { id: 'e' });
    await eventually(() => {
      expect(first.results).toEqual(['CHANGE b 2', 'CHANGE c 3', 'CHANGE d 4', 'CHANGE e 5']);
      expect(second.results).toEqual(['CHANGE e 5']);
    });
    expect(resumed).toEqual(['stream', 'memory']);
  });

  test('that names nothing says so; what comes while it is searched is not missed', async () => {
    const memory = createMemoryEvents();
    const searches: (() => void)[] = [];
    const events: MemoryEvents = {
      ...memory,
      follow: (options) =>
        options.start.kind === 'after' && options.start.sequence === 0
          ? void searches.push(() => memory.follow(options))
          : memory.follow(options),
    };
    const { follow } = createFakeLive({ events });
    events.publish('s.told.alice', { id: 'a' });
    const seen = follow(named(), { after: 'x' });
    events.publish('s.told.alice', { id: 'b' });
    for (const search of searches) search();
    events.publish('s.told.alice', { id: 'c' });
    await eventually(() => expect(seen.results).toEqual(['CHANGE b 2 CURSOR_UNKNOWN', 'CHANGE c 3']));
  });

  test('that names nothing starts with the snapshot of a field that has one', async () => {
    const { events, follow, resumed } = createFakeLive();
    events.publish('s.told.alice', { id: 'a' });
    const seen = follow(named({ snapshot: true }), { after: 'x' });
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT a 1 CURSOR_UNKNOWN']));
    expect(resumed).toEqual(['lost']);
  });

  test('in upper case is the same, where the field has ids in lower case', async () => {
    const { events, follow } = createFakeLive();
    for (const id of ['a', 'b']) events.publish('s.told.alice', { id });
    const seen = follow(named(), { after: 'A' });
    await eventually(() => expect(seen.results).toEqual(['CHANGE b 2']));
  });

  test('of another form is refused', () => {
    const { follow } = createFakeLive();
    expect(() => follow(named(), { after: '7' })).toThrow('BAD_USER_INPUT');
  });
});

describe('stopping a subscription', () => {
  test('stops following the topic with its last subscriber', () => {
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

  test('works while the event source is unavailable', () => {
    const { follow, ends } = createFakeLive({ events: createMemoryEvents({ isAway: true }) });
    const seen = follow();
    seen.subscription.stop();
    expect(ends).toEqual(['client']);
    expect(seen.end()).toBeUndefined();
  });
});

describe('data with owners', () => {
  const owned = (options: OperationOptions = {}) => {
    const owners = ['owner', 'host.id (lend)'].map(readOwner);
    return fakeOperation({ ...options, live: { owners, scopes: ['all'] } });
  };

  test.each([undefined, '1'])(
    'is refused to others like data that does not exist (after: %s)',
    async (after) => {
      const { events, follow } = createFakeLive();
      const options = after === undefined ? {} : { after };
      const missing = follow(owned(), options);
      await eventually(() => expect(code(missing.end())).toBe('FORBIDDEN'));
      events.publish('s.made.a', { id: 'a', owner: 'bob' });
      events.publish('s.changed.a', { id: 'a', owner: 'bob' });
      const refused = follow(owned(), options);
      // Neither is told sooner.
      expect(refused.end()).toBeUndefined();
      await eventually(() => expect(refused.end()).toEqual(missing.end()));
      expect(events.followers()).toBe(0);
    },
  );

  test('is shared by callers who may see it', async () => {
    const { events, follow } = createFakeLive();
    const operation = owned();
    events.publish('s.made.a', { id: 'a', owner: 'alice' });
    const alice = follow(operation);
    const staff = follow(operation, { caller: callerNamed('carol', 'carol', ['all']) });
    const bob = follow(operation, { caller: callerNamed('bob') });
    await eventually(() =>
      expect([alice.results, staff.results]).toEqual([['SNAPSHOT a 1'], ['SNAPSHOT a 1']]),
    );
    await eventually(() => expect(code(bob.end())).toBe('FORBIDDEN'));
    expect(operation.runs()).toBe(1);
  });

  test('ends the subscription when the owner changes', async () => {
    const { events, follow } = createFakeLive();
    events.publish('s.made.a', { id: 'a', owner: 'alice' });
    const seen = follow(owned());
    await eventually(() => expect(seen.results).toHaveLength(1));
    events.publish('s.changed.a', { id: 'a', owner: 'bob' });
    expect(code(seen.end())).toBe('FORBIDDEN');
    expect(seen.results).toHaveLength(1);
  });

  test('is open to an owner only with the scope that is required of this owner', async () => {
    const { events, follow } = createFakeLive();
    const operation = owned();
    events.publish('s.made.a', { id: 'a', owner: 'alice', host: { id: 'henry' } });
    const alice = follow(operation);
    const host = follow(operation, { caller: callerNamed('henry', 'henry', ['lend']) });
    const resumed = follow(operation, { caller: callerNamed('henry', 'again', ['lend']), after: '0' });
    const former = follow(operation, { caller: callerNamed('henry') });
    const other = follow(operation, { caller: callerNamed('hugo', 'hugo', ['lend']) });
    await eventually(() =>
      expect([alice.results, host.results, resumed.results]).toEqual([
        ['SNAPSHOT a 1'],
        ['SNAPSHOT a 1'],
        ['CHANGE a 1'],
      ]),
    );
    await eventually(() =>
      expect([former, other].map((each) => code(each.end()))).toEqual(['FORBIDDEN', 'FORBIDDEN']),
    );
  });

  test('ends the subscription of the owner who changes, and of no other', async () => {
    const { events, follow } = createFakeLive();
    const operation = owned();
    events.publish('s.made.a', { id: 'a', owner: 'alice', host: { id: 'henry' } });
    const alice = follow(operation);
    const host = follow(operation, { caller: callerNamed('henry', 'henry', ['lend']) });
    await eventually(() => expect(host.results).toHaveLength(1));
    events.publish('s.given.a', { id: 'a', owner: 'alice', host: { id: 'hugo' } });
    expect(code(host.end())).toBe('FORBIDDEN');
    await eventually(() => expect(alice.results).toEqual(['SNAPSHOT a 1', 'CHANGE a 2']));
    const next = follow(operation, { caller: callerNamed('hugo', 'hugo', ['lend']) });
    await eventually(() => expect(next.results).toEqual(['SNAPSHOT a 2']));
    expect(host.results).toEqual(['SNAPSHOT a 1']);
  });

  test.each([[{ id: 'a' }], [{ id: 'a', owner: null, host: null }], [{ id: 'a', host: 'henry' }]])(
    'is nobody’s when %j names none',
    async (payload) => {
      const { events, follow } = createFakeLive();
      events.publish('s.made.a', payload);
      const host = follow(owned(), { caller: callerNamed('henry', 'henry', ['lend']) });
      await eventually(() => expect(code(host.end())).toBe('FORBIDDEN'));
      const staff = follow(owned(), { caller: callerNamed('carol', 'carol', ['all']) });
      await eventually(() => expect(staff.results).toEqual(['SNAPSHOT a 1']));
    },
  );

  test('is fetched for each access apart', () => {
    const { events, follow } = createFakeLive();
    const operation = owned({ fetches: true });
    events.publish('s.made.a', { id: 'a', owner: 'alice', host: { id: 'henry' } });
    follow(operation);
    follow(operation, { caller: callerNamed('henry', 'henry', ['lend']) });
    follow(operation, { caller: callerNamed('carol', 'carol', ['all']) });
    follow(operation, { caller: callerNamed('bob') });
    expect(operation.held).toHaveLength(3);
  });

  test('is waited for when it does not exist yet', async () => {
    const { events, follow } = createFakeLive({ limits: { queue: 3, grace: 60_000 } });
    const seen = follow(owned());
    events.publish('s.made.a', { id: 'a', owner: 'alice' });
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT a 1']));
  });
});

describe('a new graph', () => {
  test('replaces the plan of running subscriptions without a gap or duplicates', async () => {
    const fresh = fakeOperation();
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const old = fakeOperation();
    const seen = [follow(old), follow(old)];
    events.publish('s.made.a', { id: 'a' });
    await live.replan();
    events.publish('s.made.b', { id: 'b' });
    await eventually(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE a 1', 'CHANGE b 2']);
    });
    expect([old.runs(), fresh.runs()]).toEqual([1, 1]);
  });

  test('ends the subscriptions that are not valid any more, with the reason', async () => {
    const fresh = fakeOperation();
    const refused = {
      kind: 'refused',
      status: 403,
      errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }],
      headers: [],
    } as const;
    const { live, events, follow, ends } = createFakeLive({
      admit: async (_, { identity }) => (identity?.subject === 'bob' ? refused : fresh.admitted),
    });
    const old = fakeOperation();
    const alice = follow(old);
    const bob = follow(old, { caller: callerNamed('bob') });
    await live.replan();
    events.publish('s.made.a', { id: 'a' });
    await eventually(() => expect(alice.results).toEqual(['CHANGE a 1']));
    expect(bob.end()).toEqual(refused.errors);
    expect(ends).toEqual(['graph']);
  });

  test('with other subjects in the same stream resumes after the last event', async () => {
    const fresh = fakeOperation({ live: { subjects: ['t.*.*'] } });
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const seen = follow();
    events.publish('s.made.a', { id: 'a' });
    events.publish('t.made.b', { id: 'b' });
    await eventually(() => expect(seen.results).toEqual(['CHANGE a 1']));
    await live.replan();
    await eventually(() => expect(seen.results).toEqual(['CHANGE a 1', 'CHANGE b 2']));
    events.publish('s.made.c', { id: 'c' });
    events.publish('t.made.d', { id: 'd' });
    await eventually(() => expect(seen.results.at(-1)).toBe('CHANGE d 4'));
    expect(seen.results).toHaveLength(3);
    expect(events.followers()).toBe(1);
  });

  test('with another stream starts with a snapshot and the reason', async () => {
    const fresh = fakeOperation({ live: { stream: 'T', subjects: ['t.*.*'] } });
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const seen = follow();
    events.publish('s.made.a', { id: 'a' });
    events.publish('t.made.b', { id: 'b' });
    await eventually(() => expect(seen.results).toEqual(['CHANGE a 1']));
    await live.replan();
    events.publish('t.made.c', { id: 'c' });
    await eventually(() =>
      expect(seen.results.slice(1)).toEqual(['SNAPSHOT b 2 GRAPH_CHANGED', 'CHANGE c 3']),
    );
  });

  test('does not abort executions for subscribers that move to it', async () => {
    const fresh = fakeOperation({ live: { subjects: ['s.*.*', 't.*.*'] } });
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const old = fakeOperation({ fetches: true });
    events.publish('s.made.a', { id: 'a' });
    const seen = follow(old);
    expect(old.held).toHaveLength(1);
    await live.replan();
    expect(old.held[0]?.signal?.aborted).toBe(false);
    old.held[0]?.finish();
    await eventually(() => expect(seen.results).toEqual(['SNAPSHOT a 1']));
  });

  test('that fetches separates callers with different access', async () => {
    const fresh = fakeOperation({ fetches: true });
    const { live, events, follow } = createFakeLive({ admit: async () => fresh.admitted });
    const old = fakeOperation();
    const seen = ['alice', 'bob'].map((name) => follow(old, { caller: callerNamed(name) }));
    await live.replan();
    events.publish('s.made.a', { id: 'a' });
    expect(fresh.held).toHaveLength(2);
    for (const each of fresh.held) each.finish();
    await eventually(() => {
      for (const { results } of seen) expect(results).toEqual(['CHANGE a 1']);
    });
  });
});
