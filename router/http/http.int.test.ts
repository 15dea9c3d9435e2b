import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type AuditResult, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;
let router: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  router = await startTestRouter({ supergraph: graph.supergraph, env: { BODY_LIMIT: '10000' } });
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

const JSON_HEADERS = { 'content-type': 'application/json' };

function post(body: unknown, headers: Readonly<Record<string, string>> = {}, url = router.router.url) {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function get(
  parameters: ConstructorParameters<typeof URLSearchParams>[0],
  headers: Readonly<Record<string, string>> = {},
) {
  return fetch(`${router.router.url}/graphql?${new URLSearchParams(parameters)}`, {
    headers: { 'apollo-require-preflight': 'true', ...headers },
  });
}

async function codesOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return errors?.map(({ extensions }) => extensions.code);
}

/** Audit results: the ids of the audits that did not pass. */
async function audit(fetchFn: typeof fetch = fetch) {
  const results: AuditResult[] = [];
  for (const each of serverAudits({ url: `${router.router.url}/graphql`, fetchFn }))
    results.push(await each.fn());
  const idsOf = (status: AuditResult['status']) =>
    results.filter((each) => each.status === status).map(({ id }) => id);
  return { count: results.length, errors: idsOf('error'), notices: idsOf('notice'), warnings: idsOf('warn') };
}

describe('the audits of graphql-http', () => {
  test('report no errors or warnings; docs/router/graphs.md explains the notices', async () => {
    expect(await audit()).toEqual({
      count: expect.any(Number),
      errors: [],
      warnings: [],
      // GET requests without a preflight, which CSRF prevention rejects.
      notices: ['5A70', 'D6D5', '6A70'],
    });
  });

  test('report nothing for preflighted requests', async () => {
    const preflighted: typeof fetch = (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, 'apollo-require-preflight': 'true' } });
    expect(await audit(preflighted)).toMatchObject({ errors: [], warnings: [], notices: [] });
  });
});

describe('a GET', () => {
  test('runs queries, with variables and a name', async () => {
    const response = await get({
      query: 'query A { stockTotal } query B($id: ID!) { crate(id: $id) { id } }',
      operationName: 'B',
      variables: '{"id":"7"}',
      extensions: '{}',
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ data: { crate: { id: '7' } } });
  });

  test('rejects mutations', async () => {
    graph.crates.requests.length = 0;
    const response = await get({ query: 'mutation { rename(id: "1", name: "x") { id } }' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    const streamed = await get(
      { query: 'mutation { rename(id: "1", name: "x") { id } }' },
      { accept: 'text/event-stream' },
    );
    expect(streamed.status).toBe(405);
    expect(graph.crates.requests).toEqual([]);
  });

  test.each([
    ['variables that are not JSON', { query: '{ stockTotal }', variables: '{' }],
    ['variables that are not an object', { query: '{ stockTotal }', variables: '[]' }],
    ['no query', {}],
    [
      'two queries',
      [
        ['query', '{ stockTotal }'],
        ['query', '{ crates { id } }'],
      ],
    ],
  ] as [string, ConstructorParameters<typeof URLSearchParams>[0]][])(
    'with %s is a bad request',
    async (_, parameters) => {
      const response = await get(parameters, { accept: 'application/json' });
      expect([response.status, await codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
    },
  );
});

describe('the status', () => {
  const unknownField = { query: '{ nothing }' };

  test('of an invalid document depends on the media type of the response', async () => {
    for (const [accept, status, type] of [
      ['*/*', 400, 'application/json'],
      ['application/json', 200, 'application/json'],
      ['application/graphql-response+json', 400, 'application/graphql-response+json'],
    ] as const) {
      const response = await post(unknownField, { accept });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        `${type}; charset=utf-8`,
      ]);
      expect(await codesOf(response)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });

  test.each([
    ['an unsupported content type', { 'content-type': 'application/xml' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a simple content type', { 'content-type': 'text/plain' }, 415, 'BAD_REQUEST'],
    [
      'an unsupported charset',
      { 'content-type': 'application/json; charset=utf-16' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a compressed body', { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['an unacceptable response type', { accept: 'text/html' }, 406, 'NOT_ACCEPTABLE'],
  ])('of %s', async (_, headers, status, code) => {
    const response = await post({ query: '{ stockTotal }' }, headers);
    expect([response.status, await codesOf(response)]).toEqual([status, [code]]);
  });

  test('of a body that is not UTF-8 is 400', async () => {
    const body = Buffer.from('{"query":"{ stockTotal } # \xff"}', 'latin1');
    const response = await fetch(`${router.router.url}/graphql`, {
      method: 'POST',
      headers: JSON_HEADERS,
      body,
    });
    expect([response.status, await codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('of a document or variables nested too deeply is 400', async () => {
    const deep = '['.repeat(2_000) + ']'.repeat(2_000);
    const text = await post({ query: `{ invalid(text: ${deep}) }` });
    expect([text.status, await codesOf(text)]).toEqual([400, ['OPERATION_TOO_COMPLEX']]);
    const variables = await post(`{"query":"{ stockTotal }","variables":{"a":${deep}}}`);
    expect([variables.status, await codesOf(variables)]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('of other methods is 405 with the allowed ones', async () => {
    const response = await fetch(`${router.router.url}/graphql`, { method: 'PUT', headers: JSON_HEADERS });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  test('of a body that is too large is 413, with or without a content length', async () => {
    const query = `{ stockTotal #${'x'.repeat(10_000)}\n}`;
    const announced = await post({ query });
    expect([announced.status, await codesOf(announced)]).toEqual([413, ['LIMIT_EXCEEDED']]);
    const streamed = await fetch(`${router.router.url}/graphql`, {
      method: 'POST',
      headers: JSON_HEADERS,
      body: new Blob([JSON.stringify({ query })]).stream(),
      duplex: 'half',
    });
    expect([streamed.status, await codesOf(streamed)]).toEqual([413, ['LIMIT_EXCEEDED']]);
  });

  test('every response carries the correlation id, also for errors', async () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    for (const headers of [{ accept: 'text/html' }, { 'content-type': 'text/plain' }, {}]) {
      const response = await post('{', { 'x-correlation-id': id, ...headers });
      expect(response.headers.get('x-correlation-id')).toBe(id);
    }
  });
});

describe('the request line', () => {
  /** The response to raw bytes that no client library would send. */
  async function answerTo(...lines: readonly string[]): Promise<string> {
    const socket = connect(Number(new URL(router.router.url).port), '127.0.0.1');
    socket.end(`${lines.join('\r\n')}\r\n\r\n`);
    return (await socket.setEncoding('utf8').toArray()).join('');
  }

  test('may contain an absolute URL', async () => {
    expect(await answerTo('GET http://graph.example/health/live HTTP/1.1', 'host: a')).toContain('200 OK');
    expect(await answerTo('GET http://localhost?a=/graphql HTTP/1.1', 'host: a')).toContain('Sandbox');
  });

  const upgrade = [
    'host: localhost',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version: 13',
    'sec-websocket-protocol: graphql-transport-ws',
  ];

  test('may contain an absolute URL for a WebSocket', async () => {
    const answer = await answerTo('GET http://localhost:4000/graphql?a=b HTTP/1.1', ...upgrade);
    expect(answer).toMatch(/^HTTP\/1.1 101 /);
  });

  test('of a WebSocket is not upgraded while an earlier request waits for its answer', async () => {
    const first = ['GET /health/live HTTP/1.1', 'host: a', ''];
    const answer = await answerTo(...first, 'GET /graphql HTTP/1.1', ...upgrade);
    expect(Array.from(answer.matchAll(/HTTP\/1.1 (\d+)/g), ([, status]) => status)).toEqual(['200', '400']);
  });

  test('is handled as HTTP/1.1 when the client offers HTTP/2', async () => {
    const offer = ['host: a', 'connection: upgrade, http2-settings', 'upgrade: h2c', 'http2-settings: AAAA'];
    expect(await answerTo('GET /health/live HTTP/1.1', ...offer)).toContain('{"status":"live"}');
  });
});

describe('the host name', () => {
  const ask = (url: string, path: string, host: string) => {
    const { port, hostname } = new URL(url);
    return new Promise<number | undefined>((done, failed) => {
      const asked = httpRequest({ port, hostname, path, headers: { host } }, (response) => {
        response.resume();
        done(response.statusCode);
      });
      asked.on('error', failed).end();
    });
  };

  test.each(['localhost', 'app.localhost:4000', '127.0.0.1', '127.1.2.3:80', '[::1]:4000'])(
    '%s is served in development',
    async (host) => expect(await ask(router.router.url, '/graphiql', host)).toBe(200),
  );

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.7',
    'localhost@evil.example',
  ])('%s is not: its name may be rebound to this machine', async (host) => {
    for (const path of ['/', '/graphiql', '/graphiql/tokens', '/graphql'])
      expect(await ask(router.router.url, path, host)).toBe(421);
  });

  test('does not matter to probes', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect(await ask(router.router.url, path, '10.0.0.7:4000')).toBe(200);
  });

  test('applies to WebSockets', async () => {
    const ws = new WebSocket(router.wsUrl, 'graphql-transport-ws', { headers: { host: 'evil.example' } });
    expect(String((await once(ws, 'error'))[0])).toContain('421');
  });

  test('may be a configured one, and any in production', async () => {
    await using configured = await startTestRouter({
      supergraph: graph.supergraph,
      env: { HTTP_HOSTS: 'Graph.example', NODE_ENV: 'production', AUTH_OPEN: 'true' },
    });
    const get = '/graphql?query=%7B__typename%7D';
    expect(await ask(configured.router.url, get, 'graph.example:443')).toBe(400);
    expect(await ask(configured.router.url, get, 'evil.example')).toBe(421);
    await using production = await startTestRouter({
      supergraph: graph.supergraph,
      env: { NODE_ENV: 'production', AUTH_OPEN: 'true' },
    });
    expect(await ask(production.router.url, get, '10.0.0.7:4000')).toBe(400);
  });
});

test('a WebSocket is refused for pages of origins that are not allowed', async () => {
  await using strict = await startTestRouter({
    supergraph: graph.supergraph,
    env: { CORS_ORIGINS: 'https://app.example' },
  });
  const open = (origin: string) => new WebSocket(strict.wsUrl, 'graphql-transport-ws', { origin });
  const [error] = await once(open('https://evil.example'), 'error');
  expect(String(error)).toContain('403');
  const allowed = open('https://app.example');
  await once(allowed, 'open');
  allowed.terminate();
});

test('a subscription over HTTP needs a client that accepts event streams', async () => {
  const query = 'subscription { crateMoved { state } }';
  const taken = await post({ query }, { accept: 'application/graphql-response+json, text/event-stream' });
  expect(taken.headers.get('content-type')).toContain('text/event-stream');
  await taken.body?.cancel();
  const refused = await post({ query }, { accept: 'application/graphql-response+json' });
  expect([refused.status, await codesOf(refused)]).toEqual([400, ['BAD_USER_INPUT']]);
});

test('every request for events counts against the rate limit and in the metrics', async () => {
  const rateLimit = { RATE_LIMIT: '1', RATE_LIMIT_BURST: '2' };
  await using own = await startTestRouter({ supergraph: graph.supergraph, env: rateLimit });
  const search = new URLSearchParams({ query: 'mutation { rename(id: "1", name: "x") { id } }' });
  const ask = () =>
    fetch(`${own.router.url}/graphql?${search}`, {
      headers: { accept: 'text/event-stream', 'apollo-require-preflight': 'true' },
    });
  const answers = await Promise.all(Array.from({ length: 6 }, ask));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  const limited = texts.filter((text) => text.includes('RATE_LIMITED')).length;
  expect(limited).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 405)).toHaveLength(6 - limited);
  const count = (labels: string) => own.metric('router_http_requests_total', labels);
  await eventually(async () => expect(await count('status="200",kind="none"')).toBe(limited));
  expect(await count('status="405",kind="mutation"')).toBe(6 - limited);
});

test('requests to subgraphs are aborted when the client disconnects', async () => {
  await using own = await startTestRouter({ supergraph: graph.supergraph });
  graph.crates.delay = 5_000;
  graph.crates.requests.length = 0;
  try {
    const leaving = new AbortController();
    const asked = fetch(`${own.router.url}/graphql`, {
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify({ query: '{ crate(id: "1") { id } }' }),
      signal: leaving.signal,
    });
    await eventually(() => expect(graph.crates.requests).toHaveLength(1));
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await eventually(async () =>
      expect(await own.metric('router_subgraph_requests_total', 'result="abandoned"')).toBe(1),
    );
  } finally {
    graph.crates.delay = 0;
  }
});

describe('a batch', () => {
  test('is rejected unless it is enabled', async () => {
    const response = await post([{ query: '{ stockTotal }' }]);
    expect([response.status, await codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('returns results in order, up to its maximum size', async () => {
    await using batching = await startTestRouter({ supergraph: graph.supergraph, env: { BATCH_LIMIT: '3' } });
    const { url } = batching.router;
    const response = await post([{ query: '{ stockTotal }' }, { query: '{ nothing }' }, {}], {}, url);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject([
      { data: { stockTotal: 12 } },
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
    const tooMany = await post(Array(4).fill({ query: '{ stockTotal }' }), {}, url);
    expect([tooMany.status, await codesOf(tooMany)]).toEqual([400, ['LIMIT_EXCEEDED']]);
    const events = await post([{ query: '{ stockTotal }' }], { accept: 'text/event-stream' }, url);
    expect(events.status).toBe(406);
    const none = await post([], {}, url);
    expect([none.status, await codesOf(none)]).toEqual([400, ['BAD_REQUEST']]);
  });
});
