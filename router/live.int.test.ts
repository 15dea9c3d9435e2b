import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../platform/testing/eventually.ts';
import { startTestEvents, type TestEvents } from './testing/event-store.ts';
import { composeFixture, type FixtureGraph, startFixtureGraph } from './testing/fixture-graph.ts';
import {
  createLiveClient,
  type LiveClient,
  type LiveResult,
  type LiveSubscription,
} from './testing/live-client.ts';
import { startTestRouter, type TestRouter } from './testing/test-router.ts';

const MOVES =
  'subscription ($ids: [ID!], $after: ID) { crateMoved(crateIds: $ids, after: $after) { kind cursor at state crate { id label } } }';
const CHANGES =
  'subscription ($id: ID!, $after: ID) { crateChanged(crateId: $id, after: $after) { kind cursor crate { id label state keeper { id } } } }';

let graph: FixtureGraph;
let events: TestEvents;
let router: TestRouter;
let client: LiveClient & Disposable;

beforeAll(async () => {
  graph = await startFixtureGraph();
  events = await startTestEvents();
  router = await startTestRouter({
    supergraph: graph.supergraph,
    events: events.source,
    auth: true,
  });
  client = await clientOf('alice');
}, 60_000);

beforeEach(async () => {
  await events.makeStream();
  for (const subgraph of [graph.crates, graph.stock]) subgraph.requests.length = 0;
  return () => events.removeStream();
});

afterAll(async () => {
  client?.[Symbol.dispose]();
  await router?.[Symbol.asyncDispose]();
  await events?.[Symbol.asyncDispose]();
  await graph?.[Symbol.asyncDispose]();
});

async function clientOf(subject: string, role = 'customer', scope?: string) {
  const token = await router.issuer.token({ subject, role, ...(scope ? { scope } : {}) });
  return createLiveClient(router.wsUrl, { authorization: `Bearer ${token}` });
}

function move(id: string, state = 'OPEN', more: object = {}): Promise<number> {
  return events.publish(`crate.moved.${id}`, { state, crate: { id, label: `Crate ${id}` }, ...more });
}

function change(id: string, event: string, state: string, keeper = 'alice'): Promise<number> {
  return events.publish(`crate.${event}.${id}`, { crate: { id, label: id, state, keeper: { id: keeper } } });
}

type Value = {
  readonly kind: string;
  readonly cursor: string;
  readonly state?: string;
  readonly crate: { readonly id: string; readonly state?: string };
};

/** The value of a field in a result. */
function fieldOf(result: LiveResult | undefined, field = 'crateMoved'): Value {
  const value = result?.data?.[field];
  if (!value) throw new Error(`No ${field} in ${JSON.stringify(result)}`);
  return value as Value;
}

/** The results of one field in short: kind, id and state. */
function seen({ results }: LiveSubscription, field = 'crateMoved'): string[] {
  return results.map((result) => {
    const { kind, crate, state } = fieldOf(result, field);
    return `${kind} ${crate.id} ${state ?? crate.state}`;
  });
}

function cursorOf(result: LiveResult | undefined): string {
  return fieldOf(result).cursor;
}

function errorCodes(subscription: LiveSubscription): unknown {
  const end = subscription.end();
  if (end === undefined || end === 'complete') return end;
  return (end.errors as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);
}

describe('a live field', () => {
  test('starts with the last event of each aggregate and continues with changes', async () => {
    await move('a', 'SHUT');
    await move('b');
    await move('a', 'OPEN');
    const all = client.follow(MOVES);
    await eventually(() => expect(seen(all)).toEqual(['SNAPSHOT b OPEN', 'SNAPSHOT a OPEN']));
    await move('b', 'SHUT');
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
    expect(graph.crates.requests).toEqual([]);
    all.stop();
  });

  test('gives late subscribers the current state from memory', async () => {
    await move('a', 'SHUT');
    const first = client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(1));
    await move('a', 'OPEN');
    await eventually(() => expect(first.results).toHaveLength(2));
    const late = client.follow(MOVES);
    await eventually(() => expect(seen(late)).toEqual(['SNAPSHOT a OPEN']));
    expect(await events.consumers()).toBe(1);
    first.stop();
    late.stop();
    await eventually(async () => expect(await events.consumers()).toBe(0));
  });

  test('follows only the aggregates that its arguments name', async () => {
    await move('a');
    const some = client.follow(MOVES, { ids: ['b', 'c', 'b'] });
    await eventually(async () => expect(await events.consumers()).toBe(1));
    await move('a', 'SHUT');
    await move('c');
    await eventually(() => expect(seen(some)).toHaveLength(1));
    expect(seen(some)[0]).toContain('c OPEN');
    some.stop();
  });

  test('starts named aggregates with their first state, also when they are created later', async () => {
    await move('a');
    const named = client.follow(MOVES, { ids: ['a', 'new'] });
    const all = client.follow(MOVES);
    await eventually(() => expect([named.results, all.results].map((each) => each.length)).toEqual([1, 1]));
    await move('new');
    await move('new', 'SHUT');
    await eventually(() =>
      expect(seen(named)).toEqual(['SNAPSHOT a OPEN', 'SNAPSHOT new OPEN', 'CHANGE new SHUT']),
    );
    await eventually(() =>
      expect(seen(all)).toEqual(['SNAPSHOT a OPEN', 'CHANGE new OPEN', 'CHANGE new SHUT']),
    );
    const after = cursorOf(named.results[0]);
    named.stop();
    const resumed = client.follow(MOVES, { ids: ['a', 'new'], after });
    await eventually(() => expect(seen(resumed)).toEqual(['CHANGE new OPEN', 'CHANGE new SHUT']));
    all.stop();
    resumed.stop();
  });

  test('combines the event with other subgraphs, with aliases, fragments and abstract types', async () => {
    const places = [
      { __typename: 'Shelf', name: 'top', row: 3 },
      { __typename: 'Dock', name: 'north', gate: 'N1' },
    ];
    await move('a', 'OPEN', { places });
    const rich = client.follow(`subscription Rich {
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
    await graph.stock.stop();
    await move('a');
    const query = 'subscription { crateMoved { crate { label items { name } } } }';
    const moves = client.follow(query);
    await eventually(() => expect(moves.results).toHaveLength(1));
    expect(moves.results[0]).toMatchObject({
      data: { crateMoved: { crate: { label: 'Crate a', items: null } } },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' } }],
    });
    await graph.stock.restart();
    await move('a', 'SHUT');
    await eventually(() => expect(moves.results).toHaveLength(2));
    expect(moves.results[1]).toEqual({
      data: { crateMoved: { crate: { label: 'Crate a', items: [{ name: 'item-a' }] } } },
    });
    moves.stop();
  });

  test('masks an event that does not match the schema', async () => {
    await events.publish('crate.moved.a', { state: 'EXPLODED', crate: { id: 'a', label: 'A' } });
    const moves = client.follow(MOVES);
    await eventually(() => expect(moves.results).toHaveLength(1));
    expect(moves.results[0]).toMatchObject({
      data: null,
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    moves.stop();
  });

  test('follows the caller’s subject', async () => {
    const mine = client.follow('subscription { mine { kind crate { id } state } }');
    await eventually(async () => expect(await events.consumers()).toBe(1));
    await move('bob');
    await move('alice');
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
        published.push(`${await move(id, n % 8 < 4 ? 'OPEN' : 'SHUT')}`);
      }
    })();
    const clients: (LiveClient & Disposable)[] = [];
    const subscriptions: LiveSubscription[] = [];
    for (let n = 0; n < 20; n += 1) {
      await eventually(() => expect(published.length).toBeGreaterThan(n * 20));
      const own = await clientOf('alice');
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

describe('a cursor', () => {
  test('is resumed without a gap, also while events come', async () => {
    await move('a');
    const first = client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(1));
    const cursor = cursorOf(first.results[0]);
    first.stop();
    const missed: number[] = [];
    for (let n = 0; n < 30; n += 1) missed.push(await move('a', n % 2 ? 'OPEN' : 'SHUT'));
    const resumed = client.follow(MOVES, { after: cursor });
    for (let n = 0; n < 30; n += 1) missed.push(await move('b', n % 2 ? 'OPEN' : 'SHUT'));
    await eventually(() => expect(resumed.results).toHaveLength(60));
    expect(resumed.results.map((result) => cursorOf(result))).toEqual(missed.map(String));
    expect(new Set(seen(resumed).map((text) => text.split(' ')[0]))).toEqual(new Set(['CHANGE']));
    resumed.stop();
  });

  test('that is too old starts with a snapshot and the reason', async () => {
    for (const id of ['a', 'b', 'a', 'b']) await move(id);
    await events.dropBefore(3);
    const resumed = client.follow(MOVES, { after: '1' });
    await eventually(() => expect(seen(resumed)).toEqual(['SNAPSHOT a OPEN', 'SNAPSHOT b OPEN']));
    const lost = { live: { resumed: false, reason: 'CURSOR_TOO_OLD' } };
    expect(resumed.results.map((result) => result.extensions)).toEqual([lost, undefined]);
    await move('a', 'SHUT');
    await eventually(() => expect(seen(resumed).at(-1)).toBe('CHANGE a SHUT'));
    resumed.stop();
  });

  test('is resumed by a router that was just started', async () => {
    await move('a');
    const first = client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(1));
    const after = cursorOf(first.results[0]);
    first.stop();
    const missed = [await move('a', 'SHUT'), await move('b')];
    await using fresh = await startTestRouter({ supergraph: graph.supergraph, events: events.source });
    using live = createLiveClient(fresh.wsUrl);
    const all = Array.from({ length: 20 }, () => live.follow(MOVES, { after }));
    const untilAllHave = () =>
      eventually(() => {
        for (const { results } of all)
          expect(results.map((result) => cursorOf(result))).toEqual(missed.map(String));
      });
    await untilAllHave();
    missed.push(await move('c'));
    await untilAllHave();
    expect(await fresh.metric('router_live_executions_total')).toBe(missed.length);
  });

  test('of a stream that was recreated starts with a snapshot and the reason', {
    timeout: 60_000,
  }, async () => {
    for (const id of ['a', 'b', 'a']) await move(id);
    const first = client.follow(MOVES);
    await eventually(() => expect(first.results).toHaveLength(2));
    const after = cursorOf(first.results[1]);
    await events.removeStream();
    await events.makeStream();
    // Consumers notice it when they reconnect, or later by missing heartbeats.
    await events.servers.server('nats').stop();
    await events.servers.server('nats').start();
    await eventually(() => move('a', 'SHUT'));
    await eventually(() => expect(seen(first).at(-1)).toBe('CHANGE a SHUT'));
    const resumed = client.follow(MOVES, { after });
    await eventually(() => expect(seen(resumed)).toEqual(['SNAPSHOT a SHUT']));
    expect(resumed.results[0]?.extensions).toEqual({ live: { resumed: false, reason: 'CURSOR_UNKNOWN' } });
    await move('b', 'SHUT');
    await eventually(() => {
      for (const each of [first, resumed]) expect(seen(each).at(-1)).toBe('CHANGE b SHUT');
    });
    first.stop();
    resumed.stop();
  });

  test.each(['', 'x', '-1', '1.5', '99999999999999999999'])('%j is invalid', async (after) => {
    await move('a');
    const subscription = client.follow(MOVES, { after });
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });
});

describe('a field with an owner', () => {
  test('is followed by the owner across event types', async () => {
    await change('a', 'made', 'OPEN');
    await change('a', 'shut', 'SHUT');
    const changes = client.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(seen(changes, 'crateChanged')).toEqual(['SNAPSHOT a SHUT']));
    await change('a', 'opened', 'OPEN');
    await eventually(() => expect(seen(changes, 'crateChanged').at(-1)).toBe('CHANGE a OPEN'));
    expect(graph.crates.requests).toEqual([]);
    changes.stop();
  });

  test('gives the same error for data of others and data that does not exist', async () => {
    await change('a', 'made', 'OPEN', 'bob');
    const others = client.follow(CHANGES, { id: 'a' });
    const resumed = client.follow(CHANGES, { id: 'a', after: '1' });
    const nothing = client.follow(CHANGES, { id: 'none' });
    await eventually(() => {
      for (const each of [others, resumed, nothing]) expect(errorCodes(each)).toEqual(['FORBIDDEN']);
    });
    expect(others.end()).toEqual(nothing.end());
    expect([...others.results, ...resumed.results, ...nothing.results]).toEqual([]);
  });

  test('waits for data that does not exist yet', async () => {
    const changes = client.follow(CHANGES, { id: 'new' });
    await eventually(async () => expect(await events.consumers()).toBe(1));
    await change('new', 'made', 'OPEN');
    await eventually(() => expect(seen(changes, 'crateChanged')).toEqual(['SNAPSHOT new OPEN']));
    changes.stop();
  });

  test('is open to callers with the scope', async () => {
    using staff = await clientOf('carol', 'host', 'store:read-all');
    await change('a', 'made', 'OPEN', 'bob');
    const changes = staff.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(seen(changes, 'crateChanged')).toEqual(['SNAPSHOT a OPEN']));
    changes.stop();
  });

  test('ends when the owner changes', async () => {
    await change('a', 'made', 'OPEN');
    const changes = client.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(changes.results).toHaveLength(1));
    await change('a', 'given', 'OPEN', 'bob');
    await eventually(() => expect(errorCodes(changes)).toEqual(['FORBIDDEN']));
    expect(changes.results).toHaveLength(1);
  });
});

describe('an execution', () => {
  /** Subscribers with their own tokens, after their first result. */
  async function subscribers(count: number, query: string) {
    const clients = await Promise.all(Array.from({ length: count }, (_, n) => clientOf(`user-${n}`)));
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
    await move('a');
    using many = await subscribers(20, MOVES);
    const executions = () => router.metric('router_live_executions_total', 'crateMoved');
    const deliveries = () => router.metric('router_live_deliveries_total', 'crateMoved');
    const before = [await executions(), await deliveries()] as const;
    await move('a', 'SHUT');
    await eventually(() => {
      for (const subscription of many.all) expect(seen(subscription).at(-1)).toBe('CHANGE a SHUT');
    });
    expect([await executions(), await deliveries()]).toEqual([before[0] + 1, before[1] + 20]);
  });

  test.each([
    ['each access', 'crateMoved', 5],
    ['all callers of a shared field', 'crateCounted', 1],
  ])('that fetches happens once per event for %s', async (_, field, fetches) => {
    await move('a');
    const query = `subscription { ${field} { state crate { items { name } } } }`;
    using many = await subscribers(5, query);
    graph.stock.requests.length = 0;
    await move('a', 'SHUT');
    await eventually(() => {
      for (const { results } of many.all) {
        expect(results[1]).toEqual({
          data: { [field]: { state: 'SHUT', crate: { items: [{ name: 'item-a' }] } } },
        });
      }
    });
    expect(graph.stock.requests).toHaveLength(fetches);
  });
});

describe('a condition on the payload', () => {
  test('applies to the snapshot and to changes; an omitted argument removes it', async () => {
    const query =
      'subscription ($states: [CrateState!]) { crateInState(states: $states) { kind state crate { id } } }';
    await move('a', 'SHUT');
    await move('b');
    const open = client.follow(query, { states: ['OPEN'] });
    const all = client.follow(query);
    await eventually(() => expect([open.results, all.results].map((each) => each.length)).toEqual([1, 2]));
    await move('a', 'OPEN');
    await move('b', 'SHUT');
    await move('c', 'OPEN');
    await eventually(() =>
      expect(seen(open, 'crateInState')).toEqual(['SNAPSHOT b OPEN', 'CHANGE a OPEN', 'CHANGE c OPEN']),
    );
    await eventually(() => expect(all.results).toHaveLength(5));
    open.stop();
    all.stop();
  });
});

describe('a subscription is refused for', () => {
  test.each([
    ['an id with a dot', 'subscription { crateMoved(crateIds: ["a.b"]) { state } }'],
    ['a wildcard as id', 'subscription { crateMoved(crateIds: [">"]) { state } }'],
    [
      'an id that does not match the field’s pattern',
      'subscription { crateInState(crateIds: ["A1"]) { state } }',
    ],
    ['an id with a space', 'subscription { crateMoved(crateIds: ["a b"]) { state } }'],
    ['a field without an event source', 'subscription { undriven }'],
  ])('%s', async (_, query) => {
    const subscription = client.follow(query);
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });

  test('a variable of the wrong type', async () => {
    const subscription = client.follow(MOVES, { ids: [{ a: 1 }] });
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });

  test('an invalid document', async () => {
    const invalid = client.follow('subscription { nothing }');
    await eventually(() => expect(errorCodes(invalid)).toEqual(['GRAPHQL_VALIDATION_FAILED']));
    const unparsable = client.follow('subscription {');
    await eventually(() => expect(errorCodes(unparsable)).toEqual(['GRAPHQL_PARSE_FAILED']));
  });
});

describe('during an outage', () => {
  test('a stream that does not exist yet counts as empty', async () => {
    await events.removeStream();
    const moves = client.follow(MOVES, { ids: ['a'] });
    await events.makeStream();
    await move('a');
    await eventually(() => expect(seen(moves)).toEqual(['SNAPSHOT a OPEN']));
    await move('a', 'SHUT');
    await eventually(() => expect(seen(moves)).toEqual(['SNAPSHOT a OPEN', 'CHANGE a SHUT']));
    moves.stop();
  });

  test('of NATS, subscribers stay and miss nothing', { timeout: 60_000 }, async () => {
    await move('a');
    const all = client.follow(MOVES);
    const silent = client.follow(MOVES, { ids: ['b'] });
    await eventually(() => expect(all.results).toHaveLength(1));
    await eventually(async () => expect(await events.consumers()).toBe(2));
    await events.servers.server('nats').stop();
    const meanwhile = client.follow(MOVES, { ids: ['a'] });
    await events.servers.server('nats').start();
    const after: number[] = [];
    for (const [id, state] of [
      ['a', 'SHUT'],
      ['b', 'SHUT'],
      ['b', 'OPEN'],
    ] as const) {
      after.push(await eventually(() => move(id, state)));
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
    await move('a');
    const rich = client.follow('subscription { crateMoved { cursor crate { label items { name } } } }');
    const gone = client.follow('subscription { crateMoved { previousState } }');
    await eventually(() => expect([rich.results.length, gone.results.length]).toEqual([1, 1]));
    const places: number[] = [];
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; publishing; n += 1) {
        places.push(await move('a', n % 2 ? 'OPEN' : 'SHUT'));
        // No faster than events are fetched, so that the queue does not fill.
        await eventually(() => expect(rich.results.length).toBeGreaterThan(places.length - 20));
      }
    })();
    const changed = composeFixture(graph.crates.url, graph.stock.url, 'brandNew');
    await router.replaceSupergraph(changed.replace(/^ +previousState: CrateState.*\n/m, ''));
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
