import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../../testing/fixture-graph.ts';
import { createLiveClient } from '../../testing/live-client.ts';
import { createMemoryEvents, type MemoryEvents } from '../../testing/memory-events.ts';
import { createRouterIssuer, startTestRouter, type TestRouter } from '../../testing/test-router.ts';

let graph: FixtureGraph;
let events: MemoryEvents;
let router: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  events = createMemoryEvents();
  router = await startTestRouter({ supergraph: graph.supergraph, events, auth: true });
});
beforeEach(() => {
  graph.crates.requests.length = 0;
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

/** The first result of an operation, or its errors. */
async function ask(query: string, connectionParams: Record<string, unknown> = {}, variables = {}) {
  using live = createLiveClient(router.wsUrl, connectionParams);
  const operation = live.follow(query, variables);
  await eventually(() => expect(operation.end()).toBeDefined());
  return operation.results[0] ?? operation.end();
}

/** The close event of a connection with this `connection_init` payload. */
async function closed(connectionParams: Record<string, unknown>, url = router.wsUrl) {
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError() {},
  });
  return new Promise<{ code: number }>((resolve) => {
    client.on('closed', (event) => resolve(event as { code: number }));
  });
}

describe('a WebSocket', () => {
  test('serves queries and mutations like HTTP', async () => {
    const token = await router.issuer.token({ subject: 'alice' });
    const authorization = `Bearer ${token}`;
    const query = '{ crate(id: "1") { label items { name } } caller { authorization } }';
    const { data } = await router.ask({ query }, { token });
    expect(await ask(query, { authorization })).toEqual({ data });
    expect(data).toMatchObject({ caller: { authorization } });
    const rename = 'mutation ($name: String!) { rename(id: "1", name: $name) { label } }';
    expect(await ask(rename, { authorization }, { name: 'new' })).toEqual({
      data: { rename: { label: 'new' } },
    });
    expect(await ask('{ broken }', { authorization })).toEqual({
      data: { broken: null },
      errors: [
        {
          message: 'Internal server error',
          path: ['broken'],
          extensions: {
            code: 'INTERNAL_SERVER_ERROR',
            correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          },
        },
      ],
    });
  });

  test('takes the token from the places where clients put it', async () => {
    const authorization = `Bearer ${await router.issuer.token({ subject: 'alice' })}`;
    for (const params of [
      { authorization },
      { Authorization: authorization },
      { headers: { Authorization: authorization } },
    ]) {
      expect(await ask('{ stockTotal }', params)).toEqual({ data: { stockTotal: 12 } });
    }
  });

  test('without a token allows only __typename', async () => {
    expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    for (const query of ['{ stockTotal }', 'subscription { crateMoved { state } }']) {
      expect(await ask(query)).toMatchObject({
        errors: [
          {
            message: expect.stringContaining('connection_init'),
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      });
    }
  });

  test('enforces scopes', async () => {
    const authorization = `Bearer ${await router.issuer.token({ subject: 'alice' })}`;
    expect(await ask('{ secret }', { authorization })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(graph.crates.requests).toEqual([]);
  });

  test('is closed for an invalid token, with the reason', async () => {
    const foreign = await createRouterIssuer();
    for (const [authorization, reason] of [
      ['x', 'The authorization is not of the form "Bearer <token>".'],
      ['Bearer x', 'The token is not valid.'],
      [`Bearer ${await foreign.token({ subject: 'a' })}`, 'The token is not valid.'],
      [`Bearer ${await router.issuer.token({ subject: 'a', expiresIn: -60 })}`, 'The token has expired.'],
    ]) {
      expect(await closed({ authorization })).toMatchObject({ code: 4401, reason });
    }
  });

  test('with an invalid token fails at once in a client that tries again', async () => {
    let connections = 0;
    const client = createClient({
      url: router.wsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'Bearer x' },
      on: {
        connecting() {
          connections += 1;
        },
      },
    });
    const following = client.iterate({ query: 'subscription { crateMoved { state } }' });
    await expect(following.next()).rejects.toMatchObject({ code: 4401, reason: 'The token is not valid.' });
    expect(connections).toBe(1);
  });

  test('is closed when its token expires, and opened again by a client with a new one', async () => {
    // Enough to connect on a busy machine.
    const lifetimes = [8, 600];
    const ends: unknown[] = [];
    const client = createClient({
      url: router.wsUrl,
      webSocketImpl: WebSocket,
      async connectionParams() {
        const token = await router.issuer.token({ subject: 'alice', expiresIn: lifetimes.shift() ?? 0 });
        return { authorization: `Bearer ${token}` };
      },
      retryWait: async () => {},
      on: { closed: (event) => ends.push(event) },
    });
    const following = client.iterate({ query: 'subscription { crateMoved { cursor } }' });
    const next = following.next();
    await eventually(() => expect(ends).toMatchObject([{ code: 4403, reason: 'The token has expired' }]));
    await eventually(() => expect(events.followers()).toBe(1));
    events.publish('crate.moved.1', { state: 'OPEN', crate: { id: '1', label: 'a' } });
    expect((await next).value).toMatchObject({ data: { crateMoved: { cursor: expect.any(String) } } });
    await following.return?.();
    await client.dispose();
    await eventually(() => expect(events.followers()).toBe(0));
  });

  test('is refused for another protocol or path', async () => {
    const other = new WebSocket(router.wsUrl, 'graphql-ws');
    const [code] = await once(other, 'close').catch(() => [0]);
    expect([0, 1006, 4406]).toContain(code);
    const elsewhere = new WebSocket(router.wsUrl.replace('/graphql', '/else'), 'graphql-transport-ws');
    const [error] = await once(elsewhere, 'error');
    expect(String(error)).toContain('404');
  });

  test('stops its subscriptions when the client disconnects', async () => {
    const authorization = `Bearer ${await router.issuer.token({ subject: 'alice' })}`;
    const live = createLiveClient(router.wsUrl, { authorization });
    live.follow('subscription { crateMoved { state } }');
    await eventually(() => expect(events.followers()).toBe(1));
    live.client.terminate();
    await eventually(() => expect(events.followers()).toBe(0));
  });
});

describe('a router that stops', () => {
  test('closes its WebSockets with 1001 and completes requests in flight', async () => {
    const stopping = await startTestRouter({ supergraph: graph.supergraph, events: createMemoryEvents() });
    const ended = closed({}, stopping.wsUrl);
    graph.crates.delay = 400;
    const slow = stopping.ask({ query: '{ crate(id: "1") { id } }' });
    using live = createLiveClient(stopping.wsUrl, {});
    const overSocket = live.follow('{ crate(id: "2") { id } }', {});
    await eventually(() => expect(graph.crates.requests).toHaveLength(2));
    await stopping[Symbol.asyncDispose]();
    graph.crates.delay = 0;
    expect(await ended).toMatchObject({ code: 1001 });
    expect((await slow).data).toEqual({ crate: { id: '1' } });
    expect(overSocket.results).toMatchObject([{ data: { crate: { id: '2' } } }]);
    await expect(stopping.ask({ query: '{ __typename }' })).rejects.toThrow();
  });
});
