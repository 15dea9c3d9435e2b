import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter, type TestRouterOptions } from '../testing/test-router.ts';
import { sha256 } from './persisted.ts';

let graph: FixtureGraph;

beforeAll(async () => {
  graph = await startFixtureGraph();
});
beforeEach(() => {
  for (const subgraph of [graph.crates, graph.stock]) {
    subgraph.delay = 0;
    subgraph.requests.length = 0;
  }
});
afterAll(() => graph[Symbol.asyncDispose]());

function start(options: Omit<TestRouterOptions, 'supergraph'> = {}) {
  return startTestRouter({ supergraph: graph.supergraph, ...options });
}

describe('policies', () => {
  test("are read from the token's claim", async () => {
    await using router = await start({ auth: true });
    const query = '{ ...F } fragment F on Query { hidden: vault }';
    const without = await router.issuer.token({ subject: 'alice' });
    expect(await router.ask({ query }, { token: without })).toMatchObject({
      status: 403,
      errors: [{ path: ['hidden'], extensions: { code: 'FORBIDDEN' } }],
    });
    expect(graph.crates.requests).toEqual([]);
    const token = await router.issuer.token({ subject: 'bob', policies: ['vault-keys'] });
    expect(await router.ask({ query }, { token })).toMatchObject({
      data: { hidden: 'more gold' },
      errors: [],
    });
  });
});

test('fields without requirements may be public; an invalid token is refused nevertheless', async () => {
  await using router = await start({ auth: true, env: { JWT_REQUIRED: 'no' } });
  expect((await router.ask({ query: '{ stockTotal }' })).data).toEqual({ stockTotal: 12 });
  expect(await router.ask({ query: '{ stockTotal secret }' })).toMatchObject({
    status: 401,
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect((await router.ask({ query: '{ stockTotal }' }, { token: 'bad' })).status).toBe(401);
});

test.each([
  'query ($on: Boolean = true) { crate(id: "1") { id items @include(if: $on) { name } } }',
  'query ($on: Boolean = true) { crate(id: "1") { ...F } } fragment F on Crate { ...G } fragment G on Crate { label @skip(if: $on) }',
])('a condition that is null is refused before anything is fetched: %s', async (query) => {
  graph.crates.requests.length = 0;
  await using router = await start();
  expect(await router.ask({ query, variables: { on: null } })).toMatchObject({
    status: 400,
    errors: [
      {
        message: 'Variable "$on" must not be null: @skip or @include depends on it.',
        locations: [{ line: 1, column: 8 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  });
  expect(graph.crates.requests).toEqual([]);
  expect((await router.ask({ query })).errors).toEqual([]);
});

test('null for the name of a type is bad input for that field alone', async () => {
  await using router = await start();
  const query = 'query ($name: String = "Crate") { t: __type(name: $name) { name } stockTotal }';
  expect(await router.ask({ query, variables: { name: null } })).toMatchObject({
    status: 200,
    data: { t: null, stockTotal: 12 },
    errors: [{ path: ['t'], extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

describe('limits', () => {
  test('refuse operations that are too large before anything is fetched', async () => {
    await using router = await start({ config: 'limits: { depth: 2, cost: 20, tokens: 30 }' });
    const refusals = [
      ['{ crates { items { name } } }', 'depth'],
      ['{ page(first: 30) { id } }', 'cost'],
      [`{ ${'stockTotal '.repeat(40)} }`, 'tokens'],
    ];
    for (const [query, limit] of refusals) {
      expect(await router.ask({ query })).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit } }],
      });
    }
    const query = 'query ($first: Int!) { page(first: $first) { id } }';
    expect((await router.ask({ query, variables: { first: 21 } })).errors).toMatchObject([
      { extensions: { limit: 'cost', value: 21, allowed: 20 } },
    ]);
    expect(graph.crates.requests).toEqual([]);
    expect((await router.ask({ query, variables: { first: 20 } })).errors).toEqual([]);
  });

  test('allow the introspection query of tools', async () => {
    await using router = await start();
    const query = getIntrospectionQuery({ inputValueDeprecation: true, directiveIsRepeatable: true });
    expect((await router.ask({ query })).errors).toEqual([]);
  });

  test('return the cost in a header when it is configured and requested', async () => {
    await using router = await start({ config: 'limits: { costHeader: X-Show-Cost }' });
    const query = '{ page(first: 2) { id } }';
    expect((await router.ask({ query })).extensions).toBeUndefined();
    const headers = { 'x-show-cost': '1' };
    expect((await router.ask({ query }, { headers })).extensions).toEqual({ cost: { estimated: 2 } });
  });

  test('abort an operation that takes too long', async () => {
    await using router = await start({ env: { OPERATION_TIMEOUT: '100ms' } });
    graph.crates.delay = 600;
    expect(await router.ask({ query: '{ crate(id: "1") { id } }' })).toMatchObject({
      status: 504,
      errors: [{ extensions: { code: 'OPERATION_TIMEOUT', allowed: 100 } }],
    });
  });

  test.each([
    ['objects', 19],
    ['receivedBytes', 50],
    ['answerBytes', 50],
  ])('refuse an operation as a whole that yields too much: %s', async (limit, allowed) => {
    await using router = await start({ config: `limits: { ${limit}: ${allowed} }` });
    const { status, data, errors } = await router.ask({ query: '{ page(first: 20) { id } }' });
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'OPERATION_TOO_COMPLEX', limit, allowed },
    ]);
    // No fault of the subgraph: its breaker does not count it.
    expect(await router.metric('router_subgraph_requests_total', 'unavailable')).toBe(0);
    expect((await router.ask({ query: '{ page(first: 1) { id } }' })).data).toEqual({ page: [{ id: '1' }] });
  });

  test('limit the rate of each client, by its subject or its address', async () => {
    await using router = await start({
      auth: true,
      env: { RATE_LIMIT: '1', RATE_LIMIT_BURST: '2', TRUSTED_PROXIES: '1' },
    });
    const ask = (options: Parameters<typeof router.ask>[1]) =>
      router.ask({ query: '{ __typename }' }, options);
    /** Far more requests at once than become free again while they are answered. */
    async function askOften(options: Parameters<typeof router.ask>[1]) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(options)));
      const refused = answers.filter(({ status }) => status !== 200);
      expect(answers.length - refused.length).toBeGreaterThanOrEqual(2);
      expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
      return refused;
    }
    const token = await router.issuer.token({ subject: 'alice' });
    const [refused] = await askOften({ token });
    expect(refused?.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }]);
    expect(refused?.headers.get('retry-after')).toBe('1');
    const fromAddress = (address: string) => ({ headers: { 'x-forwarded-for': `8.8.8.8, ${address}` } });
    await askOften(fromAddress('1.1.1.1'));
    expect((await ask(fromAddress('2.2.2.2'))).status).toBe(200);
  });
});

describe('documents', () => {
  test("are sent once: Apollo Client's persisted queries", async () => {
    await using router = await start();
    const sent: { query?: string }[] = [];
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: new PersistedQueryLink({ sha256 }).concat(
        new HttpLink({
          uri: `${router.router.url}/graphql`,
          fetch: (url, init) => {
            sent.push(JSON.parse(String(init?.body)));
            return fetch(url, init);
          },
        }),
      ),
    });
    for (let turn = 0; turn < 2; turn += 1) {
      const { data } = await client.query({ query: gql`{ stockTotal }`, fetchPolicy: 'no-cache' });
      expect(data).toEqual({ stockTotal: 12 });
    }
    client.stop();
    expect(sent.map(({ query }) => query !== undefined)).toEqual([false, true, false]);
  });

  test('can be queried by their hash with GET', async () => {
    await using router = await start();
    const query = '{ stockTotal }';
    const persistedQuery = { version: 1, sha256Hash: sha256(query) };
    const parameters = new URLSearchParams({ extensions: JSON.stringify({ persistedQuery }) });
    const get = () =>
      fetch(`${router.router.url}/graphql?${parameters}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await (await get()).json()).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
    await router.ask({ query, extensions: { persistedQuery } });
    expect(await (await get()).json()).toEqual({ data: { stockTotal: 12 } });
  });

  test('that are not in the safelist are refused in mode only', async () => {
    await using plain = await start();
    const manifest = join(plain.folder, 'manifest.json');
    const operations = [{ id: 'total', name: 'Total', type: 'query', body: 'query Total { stockTotal }' }];
    await writeFile(
      manifest,
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
    );
    await using router = await start({ env: { SAFELIST: 'only', SAFELIST_MANIFEST: manifest } });
    expect(await router.ask({ query: 'query Total { stockTotal }' })).toMatchObject({ status: 200 });
    const persistedQuery = { version: 1, sha256Hash: 'total' };
    expect(await router.ask({ extensions: { persistedQuery } })).toMatchObject({ data: { stockTotal: 12 } });
    expect(await router.ask({ query: '{ stockTotal }' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }],
    });
    const metrics = await (await fetch(router.router.metricsUrl ?? '')).text();
    expect(metrics).toContain('router_http_requests_total{status="200",kind="query",operation="Total"} 2');
    await writeFile(
      manifest,
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: [] }),
    );
    await eventually(async () => {
      expect((await router.ask({ query: 'query Total { stockTotal }' })).status).toBe(400);
    });
  });

  test('that query the schema are refused in production', async () => {
    await using router = await start({ env: { NODE_ENV: 'production', AUTH_OPEN: 'true' } });
    for (const query of [
      '{ __schema { queryType { name } } }',
      '{ ...F } fragment F on Query { a: __type(name: "Q") { name } }',
    ]) {
      expect(await router.ask({ query })).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
    }
    expect((await router.ask({ query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
    // Errors do not suggest names of the schema, either.
    const [unknownField] = (await router.ask({ query: '{ stockTotl }' })).errors;
    expect(unknownField?.message).toBe('Cannot query field "stockTotl" on type "Query".');
    const [unknownValue] = (
      await router.ask({
        query: 'subscription ($s: [CrateState!]) { crateInState(states: $s) { cursor } }',
        variables: { s: ['OPE'] },
      })
    ).errors;
    expect(unknownValue?.message).toMatch(/does not exist in "CrateState" enum\.$/);
    for (const path of ['/', '/graphiql']) expect((await fetch(router.router.url + path)).status).toBe(404);
  });
});

describe('headers', () => {
  test('are forwarded to subgraphs as configured', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const config = `
headers:
  propagate: [traceparent, { name: x-user-token, as: authorization }]
  subgraphs:
    stock: [authorization]
`;
    await using router = await start({ config });
    const { data } = await router.ask(
      { query: '{ caller { authorization correlationId traceparent } }' },
      { token: 'kept-back', headers: { 'x-user-token': 'handed-on', traceparent } },
    );
    expect(data).toEqual({
      caller: { authorization: 'handed-on', correlationId: null, traceparent },
    });
  });
});

describe('metrics', () => {
  test('count requests, documents, refusals and subgraph requests', async () => {
    await using router = await start();
    await router.ask({ query: '{ stockTotal }' });
    await router.ask({ query: '{ stockTotal }' });
    await router.ask({ query: '{ nothing }' });
    await router.ask({ query: '{ stock }' });
    const text = await (await fetch(router.router.metricsUrl ?? '')).text();
    for (const line of [
      'router_http_requests_total{status="200",kind="query",operation=""} 3',
      'router_http_requests_total{status="400",kind="none",operation=""} 1',
      'router_http_request_duration_seconds_count{kind="query",operation=""} 3',
      'router_documents_total{cached="true"} 1',
      'router_documents_total{cached="false"} 3',
      'router_deprecated_uses_total{coordinate="Query.stock"} 1',
      'router_operations_refused_total{code="GRAPHQL_VALIDATION_FAILED"} 1',
      'router_subgraph_requests_total{subgraph="stock",result="ok"} 3',
      'router_subgraph_request_duration_seconds_count{subgraph="stock"} 3',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toContain('process_cpu_seconds_total');
  });

  test('are in the format of Prometheus', async () => {
    await using router = await start();
    await router.ask({ query: '{ crates { id } }' });
    await router.ask({ query: '{ "' });
    const lines = (await (await fetch(router.router.metricsUrl ?? '')).text()).split('\n').filter(Boolean);
    const samples = lines.filter((line) => !line.startsWith('#'));
    const value = String.raw`(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]Inf|NaN)`;
    const label = String.raw`[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"`;
    const sample = new RegExp(String.raw`^[a-zA-Z_:][\w:]*(?:\{${label}(?:,${label})*\})? ${value}$`);
    expect(samples.filter((line) => !sample.test(line))).toEqual([]);
    const series = samples.map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(series).size).toBe(series.length);
    // Counters are called so, and nothing else is.
    const types = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ').slice(2));
    expect(types.filter(([name, type]) => (type === 'counter') !== name?.endsWith('_total'))).toEqual([]);
  });

  test('can have a port of their own, or be disabled', async () => {
    await using apart = await start({ env: { METRICS_PORT: '0' } });
    expect((await fetch(`${apart.router.url}/metrics`)).status).toBe(404);
    expect(apart.router.metricsUrl).not.toContain(apart.router.url);
    expect(await (await fetch(apart.router.metricsUrl ?? '')).text()).toContain('process_cpu_seconds_total');
    await using off = await start({ env: { METRICS: 'off' } });
    expect(off.router.metricsUrl).toBeUndefined();
    expect((await fetch(`${off.router.url}/metrics`)).status).toBe(404);
  });
});
