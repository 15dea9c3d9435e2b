import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;
let open: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  open = await startTestRouter({ supergraph: graph.supergraph });
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
