import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startTestEvents, type TestEvents } from './event-store.ts';
import { type FixtureGraph, startFixtureGraph } from './fixture-graph.ts';
import { createLiveClient, type LiveClient, type LiveResult, type LiveSubscription } from './live-client.ts';
import { startTestRouter, type TestRouter } from './test-router.ts';

/** A subscription to the moves of all crates, or of those with the ids. */
export const MOVES =
  'subscription ($ids: [ID!], $after: ID) { crateMoved(crateIds: $ids, after: $after) { kind cursor at state crate { id label } } }';

/** A router over the fixture graph with events from a real server. */
export type LiveFixture = {
  readonly graph: FixtureGraph;
  readonly events: TestEvents;
  readonly router: TestRouter;
  /** A client with alice's token. */
  readonly client: LiveClient;
  /** A client with its own token. */
  clientOf(subject: string, role?: string, scope?: string): Promise<LiveClient & Disposable>;
  /** Publishes that a crate was moved; returns the event's position. */
  move(id: string, state?: string, more?: object): Promise<number>;
  /** Publishes another change of a crate; returns the event's position. */
  change(id: string, event: string, state: string, keeper?: string, deputy?: string): Promise<number>;
};

/** Starts a live fixture for the tests of a file. Each test has an empty stream. */
export function useLiveFixture(): LiveFixture {
  let graph: FixtureGraph;
  let events: TestEvents;
  let router: TestRouter;
  let client: LiveClient & Disposable;

  beforeAll(async () => {
    graph = await startFixtureGraph();
    events = await startTestEvents();
    router = await startTestRouter({ supergraph: graph.supergraph, events: events.source, auth: true });
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

  return {
    get graph() {
      return graph;
    },
    get events() {
      return events;
    },
    get router() {
      return router;
    },
    get client() {
      return client;
    },
    clientOf,
    move: (id, state = 'OPEN', more = {}) =>
      events.publish(`crate.moved.${id}`, { state, crate: { id, label: `Crate ${id}` }, ...more }),
    change: (id, event, state, keeper = 'alice', deputy = undefined) =>
      events.publish(`crate.${event}.${id}`, {
        crate: { id, label: id, state, keeper: { id: keeper }, deputy: deputy ? { id: deputy } : null },
      }),
  };
}

type Value = {
  readonly kind: string;
  readonly cursor: string;
  readonly state?: string;
  readonly crate: { readonly id: string; readonly state?: string };
};

/** The value of a field in a result. */
export function fieldOf(result: LiveResult | undefined, field = 'crateMoved'): Value {
  const value = result?.data?.[field];
  if (!value) throw new Error(`No ${field} in ${JSON.stringify(result)}`);
  return value as Value;
}

/** The results of one field in short: kind, id and state. */
export function seen({ results }: LiveSubscription, field = 'crateMoved'): string[] {
  return results.map((result) => {
    const { kind, crate, state } = fieldOf(result, field);
    return `${kind} ${crate.id} ${state ?? crate.state}`;
  });
}

export function cursorOf(result: LiveResult | undefined): string {
  return fieldOf(result).cursor;
}

export function errorCodes(subscription: LiveSubscription): unknown {
  const end = subscription.end();
  if (end === undefined || end === 'complete') return end;
  return (end.errors as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);
}
