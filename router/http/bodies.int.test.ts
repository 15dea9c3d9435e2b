import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import { startTestRouter, type TestRouter, type TestRouterOptions } from '../testing/test-router.ts';

const BUDGET = 100_000;
const PART = 30_000;

let graph: FixtureGraph;
let sockets: Socket[] = [];

beforeAll(async () => {
  graph = await startFixtureGraph();
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
});

function start(options: Partial<TestRouterOptions>): Promise<TestRouter> {
  return startTestRouter({ supergraph: graph.supergraph, ...options });
}

/** Announces a body of 50 kB, sends a part of it and collects the response. */
async function sendPart({ router }: TestRouter, bytes: number): Promise<() => string> {
  const { hostname, port } = new URL(router.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let text = '';
  socket
    .on('error', () => undefined)
    .on('data', (chunk) => {
      text += String(chunk);
    });
  await once(socket, 'connect');
  const head = ['POST /graphql HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
  socket.write(`${[...head, 'Content-Length: 50000'].join('\r\n')}\r\n\r\n${' '.repeat(bytes)}`);
  return () => text;
}

const isServing = async (router: TestRouter, token?: string) =>
  (await router.ask({ query: '{ stockTotal }' }, token ? { token } : {})).data;

test('unfinished bodies share a budget: the oldest make room, and a short request gets through', async () => {
  await using router = await start({ env: { BODY_BUDGET: String(BUDGET) } });
  const responses: (() => string)[] = [];
  for (let count = 1; count <= 6; count += 1) {
    responses.push(await sendPart(router, PART));
    await eventually(async () =>
      expect(await router.metric('router_body_bytes')).toBe(Math.min(count, 3) * PART),
    );
  }
  expect(await isServing(router)).toEqual({ stockTotal: 12 });
  for (const response of responses.slice(0, 3)) {
    await eventually(() => expect(response()).toMatch(/^HTTP\/1.1 503 .*\r\nretry-after: 1\r\n/s));
    expect(response()).toMatch(/connection: close\r\n.*"code":"LIMIT_EXCEEDED"/s);
  }
  expect(responses.slice(3).map((response) => response())).toEqual(['', '', '']);
  expect(await router.metric('router_connections_cut_total', 'reason="body-budget"')).toBe(3);
});

test('a body that arrives too slowly gets 408', async () => {
  await using router = await start({ config: 'http: { bodyGrace: 100ms, bodySpeed: 1000000 }' });
  const response = await sendPart(router, 10);
  await eventually(() => expect(response()).toMatch(/^HTTP\/1.1 408 .*"code":"LIMIT_EXCEEDED"/s));
  expect(await router.metric('router_body_bytes')).toBe(0);
});

test('where every operation needs a token, one without gets 401 before its body is read', async () => {
  await using router = await start({ auth: true, env: { INTROSPECTION: 'false' } });
  const response = await sendPart(router, 0);
  await eventually(() => expect(response()).toMatch(/^HTTP\/1.1 401 .*"code":"UNAUTHENTICATED"/s));
  expect(response()).toMatch(/www-authenticate: Bearer/i);
  const token = await router.issuer.token({ subject: 'alice' });
  expect(await isServing(router, token)).toEqual({ stockTotal: 12 });
});

test('fragments of WebSocket messages count in the budget', async () => {
  await using router = await start({ env: { BODY_BUDGET: String(BUDGET) } });
  using first = await openRawSocket(router.wsUrl, {});
  using second = await openRawSocket(router.wsUrl, {});
  first.ws.send('x'.repeat(60_000), { fin: false });
  await eventually(async () => expect(await router.metric('router_body_bytes')).toBeGreaterThan(60_000));
  second.ws.send('x'.repeat(60_000), { fin: false });
  await eventually(() =>
    expect(first.closed()).toEqual({
      code: 1013,
      reason: 'Too many messages are being read: try again later',
    }),
  );
  expect(second.closed()).toBeUndefined();
  second.ws.terminate();
  await eventually(async () => expect(await router.metric('router_body_bytes')).toBe(0));
});

test('a WebSocket message that arrives too slowly ends its connection', async () => {
  await using router = await start({ config: 'http: { bodyGrace: 100ms, bodySpeed: 1000000 }' });
  using socket = await openRawSocket(router.wsUrl, {});
  socket.ws.send('{', { fin: false });
  await eventually(() =>
    expect(socket.closed()).toEqual({ code: 1008, reason: 'A message arrives too slowly: send it again' }),
  );
});
