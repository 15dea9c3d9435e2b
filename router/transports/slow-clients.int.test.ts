import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { createMemoryEvents, type MemoryEvents } from '../testing/memory-events.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;
let events: MemoryEvents;
let router: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  events = createMemoryEvents();
  router = await startTestRouter({ supergraph: graph.supergraph, events, env: { SUBSCRIPTION_QUEUE: '5' } });
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

/** Large, so that a few labels fill the socket buffers of a client that does not read. */
const LABEL = 'x'.repeat(300_000);

function publish(id: string): number {
  return events.publish(`crate.moved.${id}`, { state: 'OPEN', crate: { id, label: LABEL } }).sequence;
}

/** Publishes changes of three crates until a condition is true. */
async function publishUntil(happened: () => Promise<boolean>): Promise<void> {
  for (let n = 0; !(await happened()); n += 1) {
    if (n === 1_000) throw new Error('The condition is still false after 1,000 events');
    publish(['a', 'b', 'c'][n % 3] ?? '');
  }
}

function cursorsOf(payloads: readonly { readonly data: object }[]): number[] {
  return payloads.flatMap(({ data }) => Object.values(data).map(({ cursor }) => Number(cursor)));
}

function followed(field: string, after?: string) {
  const query = `subscription ($after: ID) { ${field}(after: $after) { cursor crate { id label } } }`;
  return { query, variables: { after } };
}

describe('a WebSocket client that does not read', () => {
  test('is ended with the policy DISCONNECT, and resumes without a gap', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send({ type: 'subscribe', id: '1', payload: followed('crateMoved') });
    await eventually(() => expect(events.followers()).toBe(1));
    socket.ws.pause();
    const ends = () => router.metric('router_live_subscriptions_ended_total', 'reason="slow"');
    const before = await ends();
    await publishUntil(async () => (await ends()) > before);
    expect(events.followers()).toBe(0);
    socket.ws.resume();
    await eventually(() =>
      expect(socket.messages.at(-1)).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } }],
      }),
    );
    const seen = cursorsOf(
      socket.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload),
    );
    const last = seen.at(-1) ?? 0;
    const rest = Array.from({ length: publish('a') - last }, (_, n) => last + n + 1);
    const sofar = socket.messages.length;
    socket.send({ type: 'subscribe', id: '2', payload: followed('crateMoved', String(last)) });
    await eventually(() =>
      expect(cursorsOf(socket.messages.slice(sofar).map(({ payload }) => payload))).toEqual(rest),
    );
  });

  test('gets the last change of each aggregate with LATEST, without effect on other clients', async () => {
    using slow = await openRawSocket(router.wsUrl, {});
    using quick = await openRawSocket(router.wsUrl, {});
    for (const socket of [slow, quick]) {
      socket.send({ type: 'subscribe', id: '1', payload: followed('crateLatest') });
    }
    const first = publish('a');
    const cursorsAt = (socket: typeof slow) =>
      cursorsOf(socket.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload)).filter(
        (cursor) => cursor >= first,
      );
    await eventually(() => expect([cursorsAt(slow), cursorsAt(quick)]).toEqual([[first], [first]]));
    slow.ws.pause();
    const coalesced = () => router.metric('router_live_coalesced_total', 'crateLatest');
    await publishUntil(async () => (await coalesced()) >= 10);
    const last = ['a', 'b', 'c'].map(publish);
    slow.ws.resume();
    await eventually(() => expect(cursorsAt(slow).slice(-3)).toEqual(last));
    await eventually(() => expect(cursorsAt(quick).at(-1)).toBe(last.at(-1)));
    expect(cursorsAt(quick)).toEqual(
      Array.from({ length: (last.at(-1) ?? 0) - first + 1 }, (_, n) => first + n),
    );
    const received = cursorsAt(slow);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(received.length).toBeLessThan(cursorsAt(quick).length);
  });
});

describe('a WebSocket client that sends and does not read', () => {
  test('is cut when too much waits for it', async () => {
    const config = 'http: { unreadPerConnection: 100000 }\nlimits: { cost: 10000000 }';
    await using limited = await startTestRouter({ supergraph: graph.supergraph, config });
    using socket = await openRawSocket(limited.wsUrl, {});
    socket.ws.pause();
    // As many as may run at a time: none waits for the answer to another.
    const payload = { query: '{ page(first: 6000) { id label contents } }' };
    for (let id = 0; id < 100; id += 1) socket.send({ type: 'subscribe', id: String(id), payload });
    await eventually(async () =>
      expect(await limited.metric('router_connections_cut_total', 'reason="unread-connection"')).toBe(1),
    );
    expect(await limited.metric('router_unread_bytes')).toBe(0);
    expect(await limited.ask({ query: '{ stockTotal }' })).toMatchObject({ data: { stockTotal: 12 } });
  });

  test('gets no answers to its pings, and is cut', async () => {
    await using limited = await startTestRouter({
      supergraph: graph.supergraph,
      env: { UNREAD_TIMEOUT: '1s' },
    });
    using socket = await openRawSocket(limited.wsUrl, {});
    socket.ws.on('error', () => undefined);
    socket.ws.pause();
    let most = 0;
    const payload = Buffer.alloc(125);
    for (let rounds = 0; (await limited.metric('router_connections_cut_total')) === 0; rounds += 1) {
      expect(rounds).toBeLessThan(10_000);
      if (socket.ws.bufferedAmount === 0) for (let sent = 0; sent < 5_000; sent += 1) socket.ws.ping(payload);
      most = Math.max(most, await limited.metric('router_unread_bytes'));
    }
    expect(await limited.metric('router_connections_cut_total', 'reason="unread-timeout"')).toBe(1);
    expect(most).toBeGreaterThan(0);
    // The high-water mark of a socket, and the answers to what was read at once.
    expect(most).toBeLessThan(200_000);
  });
});

describe('an event stream client that does not read', () => {
  test('is ended with the policy DISCONNECT', async () => {
    const asked = request(`${router.router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    asked.end(JSON.stringify(followed('crateMoved')));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    await eventually(() => expect(events.followers()).toBe(1));
    const ends = () => router.metric('router_live_subscriptions_ended_total', 'reason="slow"');
    const before = await ends();
    await publishUntil(async () => (await ends()) > before);
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(text).toMatch(
      /event: next\ndata: \{"errors":.*SUBSCRIPTION_TOO_SLOW.*\n\nevent: complete\ndata: \n\n$/,
    );
  });

  test('is cut when it goes on reading nothing', async () => {
    await using limited = await startTestRouter({
      supergraph: graph.supergraph,
      events,
      env: { UNREAD_TIMEOUT: '1s' },
    });
    const asked = request(`${limited.router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    asked.end(JSON.stringify(followed('crateLatest')));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    const before = events.followers();
    await publishUntil(
      async () => (await limited.metric('router_connections_cut_total', 'unread-timeout')) === 1,
    );
    await eventually(() => expect(events.followers()).toBe(before - 1));
  });
});
