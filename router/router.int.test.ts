import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../platform/telemetry/logger.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { composeFixture, type FixtureGraph, startFixtureGraph } from './testing/fixture-graph.ts';
import { createRouterIssuer, startTestRouter, type TestRouter } from './testing/test-router.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;

let graph: FixtureGraph;
let open: TestRouter;
let guarded: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  const env = { QUERY_TIMEOUT: '300ms', MUTATION_TIMEOUT: '2s', BODY_LIMIT: '10000' };
  open = await startTestRouter({ supergraph: graph.supergraph, env });
  guarded = await startTestRouter({ supergraph: graph.supergraph, env, auth: true });
});
beforeEach(() => {
  for (const subgraph of [graph.crates, graph.stock]) {
    subgraph.delay = 0;
    subgraph.requests.length = 0;
  }
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await guarded[Symbol.asyncDispose]();
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

  test('may be one that exceeds its timeout', async () => {
    graph.stock.delay = 1_000;
    const { data, errors } = await open.ask({ query: '{ crate(id: "1") { id } stockTotal }' });
    expect(data).toEqual({ crate: { id: '1' }, stockTotal: null });
    expect(errors).toMatchObject([
      {
        message: 'The subgraph "stock" is unavailable: no answer within 300 ms.',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' },
      },
    ]);
  });

  test('has a longer timeout for mutations', async () => {
    graph.crates.delay = 500;
    const { data } = await open.ask({ query: 'mutation { rename(id: "1", name: "new") { label } }' });
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

describe('access', () => {
  test('requires a token for everything but introspection', async () => {
    const refused = await guarded.ask({ query: '{ stockTotal }' });
    expect(refused.status).toBe(401);
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(graph.stock.requests).toEqual([]);
    expect(await guarded.ask({ query: '{ __typename __schema { queryType { name } } }' })).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    });
    expect((await guarded.ask({ query: '{ __typename stockTotal }' })).status).toBe(401);
  });

  test('is granted with a valid token', async () => {
    const token = await guarded.issuer.token({ subject: 'alice' });
    expect(await guarded.ask({ query: '{ stockTotal }' }, { token })).toMatchObject({
      status: 200,
      data: { stockTotal: 12 },
    });
  });

  test('is refused with an invalid token', async () => {
    const foreign = await createRouterIssuer();
    const tokens = [
      'nonsense',
      await guarded.issuer.token({ subject: 'alice', expiresIn: -60 }),
      await foreign.token({ subject: 'alice' }),
      await guarded.issuer.token({ subject: 'alice', role: 'emperor' }),
    ];
    for (const token of tokens) {
      const { status, errors } = await guarded.ask({ query: '{ __typename }' }, { token });
      expect(status).toBe(401);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    }
  });

  test('requires the scopes in the schema, also inside fragments', async () => {
    const query = '{ ...Inner } fragment Inner on Query { hidden: secret }';
    const customer = await guarded.ask(
      { query },
      { token: await guarded.issuer.token({ subject: 'alice' }) },
    );
    expect(customer.status).toBe(403);
    expect(customer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const token = await guarded.issuer.token({ subject: 'bob', scope: 'store:manage' });
    expect(await guarded.ask({ query }, { token })).toMatchObject({ data: { hidden: 'gold' }, errors: [] });
  });
});

describe('the pages and the probes', () => {
  test('report the state of the router', async () => {
    expect((await fetch(`${open.router.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${open.router.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ready', subgraphs: { crates: true, stock: true } });
    expect((await fetch(`${open.router.url}/elsewhere`)).status).toBe(404);
  });

  test('contain the development token, but not in production', async () => {
    const env = { DEV_TOKEN: 'dev</script>token' };
    await using development = await startTestRouter({ supergraph: graph.supergraph, env });
    for (const path of ['/', '/graphiql']) {
      const page = await (await fetch(development.router.url + path)).text();
      expect(page).toContain('Bearer dev\\u003c/script>token');
    }
    await using production = await startTestRouter({
      supergraph: graph.supergraph,
      env: { ...env, NODE_ENV: 'production' },
    });
    expect(await (await fetch(`${production.router.url}/`)).text()).not.toContain('Bearer');
    expect((await production.ask({ query: '{ __schema { queryType { name } } }' })).errors).not.toEqual([]);
  });

  test('allow the configured origins', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-headers': 'authorization' };
    const any = await fetch(`${open.router.url}/graphql`, { method: 'OPTIONS', headers });
    expect(any.status).toBe(204);
    expect(any.headers.get('access-control-allow-origin')).toBe('*');
    expect(any.headers.get('access-control-allow-headers')).toBe('authorization');
    await using strict = await startTestRouter({
      supergraph: graph.supergraph,
      env: { CORS_ORIGINS: 'https://shop.example' },
    });
    const refused = await fetch(`${strict.router.url}/graphql`, { method: 'OPTIONS', headers });
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the supergraph file', () => {
  test('is reloaded when it changes, and kept when the new one is invalid', async () => {
    await using router = await startTestRouter({ supergraph: graph.supergraph });
    const fresh = { query: '{ __type(name: "Query") { fields { name } } }' };
    expect((await router.ask(fresh)).text).not.toContain('brandNew');
    await router.replaceSupergraph(composeFixture(graph.crates.url, graph.stock.url, 'brandNew'));
    await eventually(async () => expect((await router.ask(fresh)).text).toContain('brandNew'));
    await router.replaceSupergraph('type Query { broken');
    await router.replaceSupergraph(graph.supergraph);
    await eventually(async () => expect((await router.ask(fresh)).text).not.toContain('brandNew'));
    expect((await router.ask({ query: '{ stockTotal }' })).data).toEqual({ stockTotal: 12 });
  });

  test.each([
    ['invalid GraphQL', 'nothing', 'Syntax Error'],
    ['empty', '', 'Syntax Error'],
    ['a plain schema', 'type Query { a: Int }', 'not a composed supergraph of Federation 2'],
    [
      'a supergraph of Federation 1',
      `schema @core(feature: "https://specs.apollo.dev/core/v0.2") @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query }
      directive @core(feature: String!) repeatable on SCHEMA
      type Query { a: Int }`,
      'not a composed supergraph of Federation 2',
    ],
    [
      'one with an unknown required feature',
      `schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
        @link(url: "https://specs.example/secret/v1.0", for: SECURITY) { query: Query }
      directive @link(url: String!, for: link__Purpose) repeatable on SCHEMA
      enum link__Purpose { EXECUTION SECURITY }
      type Query { a: Int }`,
      'secret',
    ],
  ])('that is %s prevents the start with an error that names it', async (_, supergraph, reason) => {
    const started = startTestRouter({ supergraph });
    await expect(started).rejects.toThrow(/supergraph\.graphql cannot be used: /);
    await expect(started).rejects.toThrow(reason);
  });
});

test('a shutdown cuts off clients that do not complete their requests', async () => {
  const router = await startTestRouter({ supergraph: graph.supergraph, env: { DRAIN_TIMEOUT: '500ms' } });
  const socket = connect(Number(new URL(router.router.url).port), '127.0.0.1');
  const ended = once(socket, 'close');
  // An incomplete request.
  socket.on('error', () => undefined);
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\ncontent-type: application/json\r\n\r\n{',
  );
  await once(socket, 'connect');
  await router[Symbol.asyncDispose]();
  await ended;
});

test('likely mistakes in the configuration are logged', async () => {
  const warned: unknown[] = [];
  const log = createLogger('test', 'silent');
  vi.spyOn(log, 'warn').mockImplementation((about: unknown) => void warned.push(about));
  await using router = await startTestRouter({
    supergraph: graph.supergraph,
    config: 'headers: { subgraphs: { crats: [cookie], stock: [] } }',
    log,
  });
  expect(router.router.url).toBeDefined();
  expect(warned).toContainEqual({ directives: ['requiresScopes', 'policy'] });
  expect(warned).toContainEqual({ unknown: ['crats'], subgraphs: expect.arrayContaining(['crates']) });
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
