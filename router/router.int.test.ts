import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../platform/telemetry/logger.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from './testing/fixture-graph.ts';
import { startTestRouter, type TestRouter } from './testing/test-router.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;

let graph: FixtureGraph;
let open: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  const env = { BODY_LIMIT: '10000' };
  open = await startTestRouter({ supergraph: graph.supergraph, env });
});
beforeEach(() => {
  for (const subgraph of [graph.crates, graph.stock]) {
    subgraph.delay = 0;
    subgraph.requests.length = 0;
  }
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

describe('a query over several subgraphs', () => {
  test('returns one result', async () => {
    const { status, data, errors } = await open.ask({
      query: '{ crates { id label items { name count } } }',
    });
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    expect(data).toEqual({
      crates: ['1', '2'].map((id) => ({
        id,
        label: `label-${id}`,
        items: [{ name: `item-${id}`, count: 3 }],
      })),
    });
  });

  test('may use GET, with a header against CSRF', async () => {
    const query = encodeURIComponent('{ stockTotal }');
    const simple = await fetch(`${open.router.url}/graphql?query=${query}`);
    expect(simple.status).toBe(400);
    const preflighted = await fetch(`${open.router.url}/graphql?query=${query}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(await preflighted.json()).toEqual({ data: { stockTotal: 12 } });
  });

  test('may use GET with a bearer token, which no page of another site can add without a preflight', async () => {
    const query = encodeURIComponent('{ stockTotal }');
    const withToken = await fetch(`${open.router.url}/graphql?query=${query}`, {
      headers: { authorization: 'Bearer anything' },
    });
    expect(await withToken.json()).toEqual({ data: { stockTotal: 12 } });
    const withPassword = await fetch(`${open.router.url}/graphql?query=${query}`, {
      headers: { authorization: 'Basic YTpi' },
    });
    expect(withPassword.status).toBe(400);
  });

  test('forwards Authorization, correlation id and trace context to the subgraph', async () => {
    const correlationId = '01890a5d-ac96-774b-bcce-b302099a8057';
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { data, headers } = await open.ask(
      { query: '{ caller { authorization correlationId traceparent } }' },
      { token: 'anything', headers: { 'x-correlation-id': correlationId, traceparent } },
    );
    expect(data).toEqual({ caller: { authorization: 'Bearer anything', correlationId, traceparent } });
    expect(headers.get('x-correlation-id')).toBe(correlationId);
  });

  test('gets a new correlation id when the given one is not a UUID', async () => {
    const { data, headers } = await open.ask(
      { query: '{ caller { correlationId } }' },
      { headers: { 'x-correlation-id': 'Robert"); DROP TABLE' } },
    );
    expect(headers.get('x-correlation-id')).toMatch(UUID_V7);
    expect(data).toEqual({ caller: { correlationId: headers.get('x-correlation-id') } });
  });
});

describe('an invalid request', () => {
  test.each([
    ['a document with a syntax error', { query: '{ crates {' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of the wrong type',
      { query: 'query ($id: ID!) { crate(id: $id) { id } }', variables: { id: { a: 1 } } },
      'BAD_USER_INPUT',
    ],
    ['a missing variable', { query: 'query ($id: ID!) { crate(id: $id) { id } }' }, 'BAD_USER_INPUT'],
    ['a subscription over HTTP', { query: 'subscription { crateMoved { state } }' }, 'BAD_USER_INPUT'],
    ['no query', {}, 'BAD_REQUEST'],
  ])('%s', async (_, body, code) => {
    const { status, errors, text } = await open.ask(body);
    expect(status).toBe(400);
    expect(errors.map((error) => error.extensions.code)).toEqual([code]);
    expect(text).not.toContain('stacktrace');
  });

  test('a body that is not JSON, or too large', async () => {
    expect((await open.ask('{ crates')).status).toBe(400);
    expect((await open.ask({ query: `{ stockTotal #${'x'.repeat(10_000)}\n}` })).status).toBe(413);
  });
});

test('a shutdown cuts off clients that do not complete their requests', async () => {
  const log = createLogger('test', 'silent');
  const warn = vi.spyOn(log, 'warn');
  const router = await startTestRouter({
    supergraph: graph.supergraph,
    env: { DRAIN_TIMEOUT: '500ms' },
    log,
  });
  const socket = connect(Number(new URL(router.router.url).port), '127.0.0.1');
  const ended = once(socket, 'close');
  // An incomplete request.
  socket.on('error', () => undefined);
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\ncontent-type: application/json\r\n\r\n{',
  );
  await once(socket, 'connect');
  await router[Symbol.asyncDispose]();
  await ended;
  expect(warn).toHaveBeenCalledWith('the remaining connections are cut off');
});

test('a shutdown cuts off clients of which more come all the time', async () => {
  const router = await startTestRouter({
    supergraph: graph.supergraph,
    env: { KEEP_ALIVE: '5s', DRAIN_TIMEOUT: '500ms' },
  });
  const port = Number(new URL(router.router.url).port);
  let accepted = 0;
  let refused = 0;
  const arrivals = setInterval(() => {
    const socket = connect(port, '127.0.0.1', () => {
      accepted += 1;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') refused += 1;
    });
    // An incomplete request.
    socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n');
  }, 50);
  await eventually(() => expect(accepted).toBeGreaterThan(2));
  await router[Symbol.asyncDispose]();
  await eventually(() => expect(refused).toBeGreaterThan(0));
  clearInterval(arrivals);
});

test('likely mistakes in the configuration are logged', async () => {
  const warned: unknown[] = [];
  const log = createLogger('test', 'silent');
  vi.spyOn(log, 'warn').mockImplementation((about: unknown) => void warned.push(about));
  await using _router = await startTestRouter({
    supergraph: graph.supergraph,
    config: 'headers: { subgraphs: { crats: [cookie], stock: [] } }',
    log,
  });
  expect(warned).toHaveLength(2);
  expect(warned).toContainEqual({ directives: ['requiresScopes', 'policy'] });
  expect(warned).toContainEqual({ unknown: ['crats'], subgraphs: expect.arrayContaining(['crates']) });
});
