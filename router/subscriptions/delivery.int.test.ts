import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import type { LiveClient, LiveSubscription } from '../testing/live-client.ts';
import { cursorOf, fieldOf, MOVES, seen, useLiveFixture } from '../testing/live-fixture.ts';

const live = useLiveFixture();

describe('a live field', () => {
  test('starts with the last event of each aggregate and continues with changes', async () => {
    await live.move('a', 'SHUT');
    await live.move('b');
    await live.move('a', 'OPEN');
    const all = live.client.follow(MOVES);
    await eventually(() => expect(seen(all)).toEqual(['SNAPSHOT b OPEN', 'SNAPSHOT a OPEN']));
    await live.move('b', 'SHUT');
    await eventually(() => expect(seen(all).at(-1)).toBe('CHANGE b SHUT'));
    expect(all.results.at(-1)).toEqual({
      data: {
        crateMoved: {
          kind: 'CHANGE',
          cursor: '4',
          at: expect.stringMatching(/^\d{4}-.*Z$/),
          state: 'SHUT',
          crate: { id: 'b', label: 'Crate b' },
        },
      },
    });
    expect(live.graph.crates.requests).toEqual([]);
    all.stop();
  });

  test('fetches the entities of many events in few requests, and gives each event its own errors', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => (index === 120 ? 'unstrict' : `crate-${index}`));
    for (const id of ids) await live.move(id);
    const all = live.client.follow('subscription { crateMoved { crate { id items { name } strict } } }');
    await eventually(() => expect(all.results).toHaveLength(ids.length));
    const resultFor = (id: string) => ({
      data: { crateMoved: { crate: { id, items: [{ name: `item-${id}` }], strict: 1 } } },
    });
    const at = ids.indexOf('unstrict');
    expect(all.results.toSpliced(at, 1)).toEqual(ids.toSpliced(at, 1).map(resultFor));
    expect(all.results[at]).toMatchObject({
      data: null,
      errors: [{ path: ['crateMoved', 'crate', 'strict'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(live.graph.stock.requests).toHaveLength(3);
    all.stop();
  });

  test('gives late subscribers the current state from memory', async () => {
    await live.move('a', 'SHUT');
    const first = live.client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(1));
    await live.move('a', 'OPEN');
    await eventually(() => expect(first.results).toHaveLength(2));
    const late = live.client.follow(MOVES);
    await eventually(() => expect(seen(late)).toEqual(['SNAPSHOT a OPEN']));
    expect(await live.events.consumers()).toBe(1);
    first.stop();
    late.stop();
    await eventually(async () => expect(await live.events.consumers()).toBe(0));
  });

  test('follows only the aggregates that its arguments name', async () => {
    await live.move('a');
    const some = live.client.follow(MOVES, { ids: ['b', 'c', 'b'] });
    await eventually(async () => expect(await live.events.consumers()).toBe(1));
    await live.move('a', 'SHUT');
    await live.move('c');
    await eventually(() => expect(seen(some)).toHaveLength(1));
    expect(seen(some)[0]).toContain('c OPEN');
    some.stop();
  });

  test('follows thousands of ids that do not exist with one consumer, and others meanwhile', async () => {
    await live.move('a');
    const many = Array.from({ length: 40 }, (_, number) =>
      live.client.follow(MOVES, { ids: Array.from({ length: 400 }, (_each, id) => `none-${number}-${id}`) }),
    );
    const one = live.client.follow(MOVES, { ids: ['a'] });
    await eventually(() => expect(seen(one)).toEqual(['SNAPSHOT a OPEN']));
    expect(await live.events.consumers()).toBe(1);
    await live.move('none-39-399');
    await eventually(() =>
      expect(many.slice(39).flatMap((each) => seen(each))).toEqual(['SNAPSHOT none-39-399 OPEN']),
    );
    for (const each of [...many, one]) each.stop();
    await eventually(async () => expect(await live.events.consumers()).toBe(0));
  });

  test('starts named aggregates with their first state, also when they are created later', async () => {
    await live.move('a');
    const named = live.client.follow(MOVES, { ids: ['a', 'new'] });
    const all = live.client.follow(MOVES);
    await eventually(() => expect([named.results, all.results].map((each) => each.length)).toEqual([1, 1]));
    await live.move('new');
    await live.move('new', 'SHUT');
    await eventually(() =>
      expect(seen(named)).toEqual(['SNAPSHOT a OPEN', 'SNAPSHOT new OPEN', 'CHANGE new SHUT']),
    );
    await eventually(() =>
      expect(seen(all)).toEqual(['SNAPSHOT a OPEN', 'CHANGE new OPEN', 'CHANGE new SHUT']),
    );
    const after = cursorOf(named.results[0]);
    named.stop();
    const resumed = live.client.follow(MOVES, { ids: ['a', 'new'], after });
    await eventually(() => expect(seen(resumed)).toEqual(['CHANGE new OPEN', 'CHANGE new SHUT']));
    all.stop();
    resumed.stop();
  });

  test('combines the event with other subgraphs, with aliases, fragments and abstract types', async () => {
    const places = [
      { __typename: 'Shelf', name: 'top', row: 3 },
      { __typename: 'Dock', name: 'north', gate: 'N1' },
    ];
    await live.move('a', 'OPEN', { places });
    const rich = live.client.follow(`subscription Rich {
      moved: crateMoved(crateIds: ["a"]) {
        ...Inner
        places { __typename name ... on Shelf { row } ... on Dock { gate } }
      }
    }
    fragment Inner on CrateMove { __typename previousState it: crate { id title: label contents items { name count } } }`);
    await eventually(() => expect(rich.results).toHaveLength(1));
    expect(rich.results[0]).toEqual({
      data: {
        moved: {
          __typename: 'CrateMove',
          previousState: null,
          it: { id: 'a', title: 'Crate a', contents: 'contents-a', items: [{ name: 'item-a', count: 3 }] },
          places,
        },
      },
    });
    rich.stop();
  });

  test('delivers its own part and an error when a subgraph is unavailable', async () => {
    await live.graph.stock.stop();
    await live.move('a');
    const query = 'subscription { crateMoved { crate { label items { name } } } }';
    const moves = live.client.follow(query);
    await eventually(() => expect(moves.results).toHaveLength(1));
    expect(moves.results[0]).toMatchObject({
      data: { crateMoved: { crate: { label: 'Crate a', items: null } } },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' } }],
    });
    await live.graph.stock.restart();
    await live.move('a', 'SHUT');
    await eventually(() => expect(moves.results).toHaveLength(2));
    expect(moves.results[1]).toEqual({
      data: { crateMoved: { crate: { label: 'Crate a', items: [{ name: 'item-a' }] } } },
    });
    moves.stop();
  });

  test('masks an event that does not match the schema', async () => {
    await live.events.publish('crate.moved.a', { state: 'EXPLODED', crate: { id: 'a', label: 'A' } });
    const moves = live.client.follow(MOVES);
    await eventually(() => expect(moves.results).toHaveLength(1));
    expect(moves.results[0]).toMatchObject({
      data: null,
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    moves.stop();
  });

  test('follows the caller’s subject', async () => {
    const mine = live.client.follow('subscription { mine { kind crate { id } state } }');
    await eventually(async () => expect(await live.events.consumers()).toBe(1));
    await live.move('bob');
    await live.move('alice');
    await eventually(() => expect(seen(mine, 'mine')).toEqual(['CHANGE alice OPEN']));
    mine.stop();
  });
});

describe('between snapshot and changes', () => {
  test('nothing is lost or repeated, whatever the timing of events and subscriptions', {
    timeout: 60_000,
  }, async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const published: string[] = [];
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; publishing; n += 1) {
        const id = ids[n % ids.length] ?? '';
        published.push(`${await live.move(id, n % 8 < 4 ? 'OPEN' : 'SHUT')}`);
      }
    })();
    const clients: (LiveClient & Disposable)[] = [];
    const subscriptions: LiveSubscription[] = [];
    for (let n = 0; n < 20; n += 1) {
      await eventually(() => expect(published.length).toBeGreaterThan(n * 20));
      const own = await live.clientOf('alice');
      clients.push(own);
      // Some share a topic, some have their own.
      subscriptions.push(own.follow(MOVES, n % 2 ? {} : { ids: [...ids, `only-${n}`] }));
    }
    await eventually(() => {
      for (const subscription of subscriptions) expect(subscription.results.length).toBeGreaterThan(20);
    });
    publishing = false;
    await publisher;
    const last = published.at(-1);
    await eventually(() => {
      for (const subscription of subscriptions) expect(cursorOf(subscription.results.at(-1))).toBe(last);
    });
    for (const { results } of subscriptions) {
      const snapshot = results.filter((result) => fieldOf(result).kind === 'SNAPSHOT');
      const changes = results.slice(snapshot.length).map((result) => cursorOf(result));
      const from = published.indexOf(cursorOf(snapshot.at(-1))) + 1;
      expect(snapshot).toHaveLength(ids.length);
      expect(changes).toEqual(published.slice(from));
    }
    for (const each of clients) each[Symbol.dispose]();
  });
});

describe('a condition on the payload', () => {
  test('applies to the snapshot and to changes; an omitted argument removes it', async () => {
    const query =
      'subscription ($states: [CrateState!]) { crateInState(states: $states) { kind state crate { id } } }';
    await live.move('a', 'SHUT');
    await live.move('b');
    const open = live.client.follow(query, { states: ['OPEN'] });
    const all = live.client.follow(query);
    await eventually(() => expect([open.results, all.results].map((each) => each.length)).toEqual([1, 2]));
    await live.move('a', 'OPEN');
    await live.move('b', 'SHUT');
    await live.move('c', 'OPEN');
    await eventually(() =>
      expect(seen(open, 'crateInState')).toEqual(['SNAPSHOT b OPEN', 'CHANGE a OPEN', 'CHANGE c OPEN']),
    );
    await eventually(() => expect(all.results).toHaveLength(5));
    open.stop();
    all.stop();
  });
});

describe('an execution', () => {
  /** Subscribers with their own tokens, after their first result. */
  async function subscribers(count: number, query: string) {
    const clients = await Promise.all(Array.from({ length: count }, (_, n) => live.clientOf(`user-${n}`)));
    const all = clients.map((own) => own.follow(query));
    await eventually(() => {
      for (const { results } of all) expect(results).toHaveLength(1);
    });
    return {
      all,
      [Symbol.dispose]() {
        for (const own of clients) own[Symbol.dispose]();
      },
    };
  }

  test('is shared by all subscribers when the event contains all fields', async () => {
    await live.move('a');
    using many = await subscribers(20, MOVES);
    const executions = () => live.router.metric('router_live_executions_total', 'crateMoved');
    const deliveries = () => live.router.metric('router_live_deliveries_total', 'crateMoved');
    const before = [await executions(), await deliveries()] as const;
    await live.move('a', 'SHUT');
    await eventually(() => {
      for (const subscription of many.all) expect(seen(subscription).at(-1)).toBe('CHANGE a SHUT');
    });
    expect([await executions(), await deliveries()]).toEqual([before[0] + 1, before[1] + 20]);
  });

  test.each([
    ['each access', 'crateMoved', 5],
    ['all callers of a shared field', 'crateCounted', 1],
  ])('that fetches happens once per event for %s', async (_, field, fetches) => {
    await live.move('a');
    const query = `subscription { ${field} { state crate { items { name } } } }`;
    using many = await subscribers(5, query);
    live.graph.stock.requests.length = 0;
    await live.move('a', 'SHUT');
    await eventually(() => {
      for (const { results } of many.all) {
        expect(results[1]).toEqual({
          data: { [field]: { state: 'SHUT', crate: { items: [{ name: 'item-a' }] } } },
        });
      }
    });
    expect(live.graph.stock.requests).toHaveLength(fetches);
  });
});
