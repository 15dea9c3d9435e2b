import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;
let open: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  open = await startTestRouter({ supergraph: graph.supergraph, env: { QUERY_TIMEOUT: '10s' } });
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

describe('errors of subgraphs', () => {
  test('with a code of their own are passed on', async () => {
    const { data, errors } = await open.ask({ query: '{ forbidden invalid(text: "x") }' });
    expect(data).toEqual({ forbidden: null, invalid: null });
    expect(errors.map(({ message, path, extensions }) => [message, path, extensions.code])).toEqual([
      ['Not for you.', ['forbidden'], 'FORBIDDEN'],
      ['No good: x', ['invalid'], 'BAD_USER_INPUT'],
    ]);
  });

  test('without a code are masked', async () => {
    const { data, errors, headers, text } = await open.ask({ query: '{ broken }' });
    expect(data).toEqual({ broken: null });
    expect(errors).toEqual([
      {
        message: 'Internal server error',
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: headers.get('x-correlation-id') },
      },
    ]);
    expect(text).not.toMatch(/hunter2|stacktrace|\.ts/);
  });

  test('for a null in a non-null field add no extensions', async () => {
    const { data, extensions } = await open.ask({ query: '{ crate(id: "unstrict") { id strict } }' });
    expect(data).toEqual({ crate: null });
    expect(extensions).toBeUndefined();
  });
});

describe('an unavailable subgraph', () => {
  test('affects only its own fields, with an error that names it', async () => {
    await graph.stock.stop();
    try {
      const { status, data, errors } = await open.ask({
        query: '{ crates { id items { name } } stockTotal }',
      });
      expect(status).toBe(200);
      expect(data).toEqual({
        crates: [
          { id: '1', items: null },
          { id: '2', items: null },
        ],
        stockTotal: null,
      });
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) {
        expect(error.extensions).toMatchObject({
          code: 'SUBGRAPH_UNAVAILABLE',
          subgraph: 'stock',
          serviceName: 'stock',
        });
      }
      expect(errors.map(({ path }) => path)).toContainEqual(['crates', 0, 'items']);
    } finally {
      await graph.stock.restart();
    }
    await eventually(async () => {
      expect(await open.ask({ query: '{ stockTotal }' })).toMatchObject({
        data: { stockTotal: 12 },
        errors: [],
      });
    });
  });

  test('is named also when the null propagates to the root', async () => {
    await graph.crates.stop();
    try {
      const { data, errors } = await open.ask({ query: '{ crates { id } }' });
      expect(data).toBeNull();
      expect(errors.map(({ extensions }) => extensions.subgraph)).toEqual(['crates']);
    } finally {
      await graph.crates.restart();
    }
  });
});

describe('a subgraph that exceeds its timeout', () => {
  const startImpatient = () =>
    startTestRouter({
      supergraph: graph.supergraph,
      env: { QUERY_TIMEOUT: '300ms', MUTATION_TIMEOUT: '20s' },
    });

  test('is unavailable, with an error that names it', async () => {
    await using impatient = await startImpatient();
    graph.stock.delay = 10_000;
    const { data, errors } = await impatient.ask({ query: '{ stockTotal }' });
    expect(data).toEqual({ stockTotal: null });
    expect(errors).toMatchObject([
      {
        message: 'The subgraph "stock" is unavailable: no answer within 300 ms.',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' },
      },
    ]);
  });

  test('has more time for mutations', async () => {
    await using impatient = await startImpatient();
    graph.crates.delay = 500;
    const { data } = await impatient.ask({ query: 'mutation { rename(id: "1", name: "new") { label } }' });
    expect(data).toEqual({ rename: { label: 'new' } });
  });
});

describe('a connection that fails before the response', () => {
  test('is retried once for a query, never for a mutation', async () => {
    let requests = 0;
    const flaky = createServer((request) => {
      requests += 1;
      request.resume().once('end', () => request.socket.destroy());
    });
    flaky.listen(0, '127.0.0.1');
    await once(flaky, 'listening');
    const url = `http://127.0.0.1:${(flaky.address() as AddressInfo).port}/graphql`;
    // An environment variable overrides the URL in the supergraph.
    await using router = await startTestRouter({ supergraph: graph.supergraph, env: { CRATES_URL: url } });
    const queried = await router.ask({ query: '{ crate(id: "1") { id } }' });
    expect(queried.errors[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'crates' });
    expect(requests).toBe(2);
    await router.ask({ query: 'mutation { rename(id: "1", name: "x") { id } }' });
    expect(requests).toBe(3);
    flaky.close();
    flaky.closeAllConnections();
  });
});

test('errors of an unavailable subgraph do not reveal its host', async () => {
  await using router = await startTestRouter({
    supergraph: graph.supergraph,
    env: { CRATES_URL: 'http://inner-host.invalid/graphql' },
  });
  const { text, errors } = await router.ask({ query: '{ crates { id } }' });
  expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'crates' } }]);
  expect(text).not.toContain('inner-host');
});

test('requests that a subgraph rejects do not open its circuit breaker', async () => {
  // The header is within the router's limit and beyond the subgraph's.
  const longer = 'x'.repeat(1_000);
  await using router = await startTestRouter({
    supergraph: graph.supergraph,
    config: `subgraphs: { breaker: { minimumRequests: 2, window: 4 } }
headers: { propagate: [{ name: x-large, as: ${longer} }] }`,
  });
  const query = '{ stockTotal }';
  const tooMuch = { 'x-large': 'x'.repeat(15_500) };
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', ...tooMuch };
      const sent = request(`${router.router.url}/graphql`, { method: 'POST', headers }, (response) => {
        response
          .setEncoding('utf8')
          .toArray()
          .then((texts) => resolve(texts.join('')), reject);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify({ query }));
    });
  for (let count = 0; count < 4; count += 1) expect(await ask()).toContain('HTTP 431');
  expect((await router.ask({ query })).data).toEqual({ stockTotal: 12 });
});
