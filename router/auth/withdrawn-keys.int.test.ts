import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../platform/testing/eventually.ts';
import { startFixtureGraph } from '../testing/fixture-graph.ts';
import { createMemoryEvents } from '../testing/memory-events.ts';
import { createRouterIssuer, startTestRouter } from '../testing/test-router.ts';

const FOLLOW = 'subscription { crateMoved { state } }';
const ASK = '{ stockTotal }';

test('a withdrawn key ends its requests, WebSockets and event streams, and no others', async () => {
  await using graph = await startFixtureGraph();
  const events = createMemoryEvents();
  await using router = await startTestRouter({
    supergraph: graph.supergraph,
    events,
    auth: true,
    env: { JWKS_MAX_AGE: '50ms' },
  });
  const other = await createRouterIssuer();
  const both = JSON.stringify({ keys: [router.issuer, other].flatMap(({ jwks }) => JSON.parse(jwks).keys) });
  await router.replaceKeys({ jwks: both });
  const [ended, kept] = [
    await router.issuer.token({ subject: 'alice' }),
    await other.token({ subject: 'bob' }),
  ];
  // The new key is known once it is accepted.
  await eventually(async () => expect((await router.ask({ query: ASK }, { token: kept })).status).toBe(200));
  expect((await router.ask({ query: ASK }, { token: ended })).status).toBe(200);

  const [first, second] = [followOverWebSocket(router.wsUrl, ended), followOverWebSocket(router.wsUrl, kept)];
  const [endedStream, keptStream] = [ended, kept].map((token) =>
    fetch(`${router.router.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: FOLLOW }),
    }),
  );
  await eventually(async () => expect(await router.metric('router_live_subscriptions')).toBe(4));

  await router.replaceKeys(other);
  expect(await first.closed).toMatchObject({ code: 4403, reason: 'The key of the token has been withdrawn' });
  expect(await (await endedStream)?.text()).toMatch(
    /The key of the token has been withdrawn\..*UNAUTHENTICATED.*\n\nevent: complete/,
  );
  expect(await router.ask({ query: ASK }, { token: ended })).toMatchObject({
    status: 401,
    errors: [{ message: 'The token is not valid.' }],
  });

  expect((await router.ask({ query: ASK }, { token: kept })).status).toBe(200);
  expect(await router.metric('router_live_subscriptions')).toBe(2);
  events.publish('crate.moved.1', { state: 'OPEN', crate: { id: '1', label: 'a' } });
  expect(await second.next).toMatchObject({ data: { crateMoved: { state: 'OPEN' } } });
  const reader = (await keptStream)?.body?.getReader();
  await eventually(async () => {
    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toContain('"OPEN"');
  });
  await reader?.cancel();
  await second.client.dispose();
});

function followOverWebSocket(url: string, token: string) {
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const closed = new Promise((resolve) => {
    client.on('closed', resolve);
  });
  const next = new Promise((resolve) => {
    client.subscribe({ query: FOLLOW }, { next: resolve, error() {}, complete() {} });
  });
  return { client, closed, next };
}
