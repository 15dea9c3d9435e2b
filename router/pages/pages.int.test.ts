import { createHash } from 'node:crypto';
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

  test('carry no token, and every answer below them is closed to other pages', async () => {
    const env = { DEV_TOKENS: 'secret-token' };
    await using development = await startTestRouter({ supergraph: graph.supergraph, env });
    const { url } = development.router;
    const paths = ['/', '/graphiql', '/graphiql/tabs', '/graphiql/graphiql-page.ts', '/graphiql/nothing'];
    for (const path of [...paths, '/graphiql/tokens']) {
      const response = await fetch(url + path, { headers: { origin: 'http://localhost:3000' } });
      expect(await response.text()).not.toContain('secret-token');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  test.each(['/', '/graphiql'])(
    'have all their scripts and styles in files of the router: %s',
    async (path) => {
      const page = await (await fetch(open.router.url + path)).text();
      expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=/);
      const names = [...page.matchAll(/(?:src|href)="(\/graphiql\/[^"]+)"/g)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(2);
      for (const name of names) expect((await fetch(open.router.url + name)).status).toBe(200);
    },
  );

  test('have the script of Sandbox under an address of its content, which the browser checks', async () => {
    const response = await fetch(`${open.router.url}/`);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(/; script-src 'self';/);
    expect(page).not.toMatch(/src="https?:/);
    const [, path = '', integrity] = /src="([^"]+)" integrity="sha384-([^"]+)"/.exec(page) ?? [];
    const script = await fetch(open.router.url + path);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const digest = createHash('sha384')
      .update(Buffer.from(await script.arrayBuffer()))
      .digest();
    expect(digest.toString('base64')).toBe(integrity);
    expect(path).toBe(`/graphiql/sandbox-${digest.toString('hex').slice(0, 16)}.js`);
    expect((await fetch(`${open.router.url}/graphiql/sandbox-0123456789abcdef.js`)).status).toBe(404);
  });

  test.each(['../pages.ts', 'globals.d.ts', 'toString', '__proto__'])('have no file %s', async (name) => {
    const response = await fetch(`${open.router.url}/graphiql/${encodeURIComponent(name)}`);
    expect(response.status).toBe(404);
  });

  test('hand tokens to their own pages on this machine only', async () => {
    await using development = await startTestRouter({
      supergraph: graph.supergraph,
      env: { DEV_TOKENS: 'a,b' },
    });
    const { url } = development.router;
    const ask = (headers: Readonly<Record<string, string>>) =>
      fetch(`${url}/graphiql/tokens`, { method: 'POST', body: '{}', headers });
    const own = { origin: url, 'content-type': 'application/json' };
    const given = await ask(own);
    expect(given.headers.get('cache-control')).toBe('no-store');
    expect(await given.json()).toMatchObject([{ token: 'a' }, { token: 'b' }]);
    for (const headers of [
      { 'content-type': 'application/json' },
      { ...own, origin: 'http://localhost:3000' },
      { ...own, origin: 'null' },
      { ...own, 'sec-fetch-site': 'same-site' },
      { ...own, 'content-type': 'text/plain' },
      { ...own, 'x-forwarded-for': '203.0.113.7' },
      { ...own, forwarded: 'for=203.0.113.7' },
    ])
      expect((await ask(headers)).status).toBe(403);
    expect((await fetch(`${url}/graphiql/tokens`)).status).toBe(405);
    await using production = await startTestRouter({
      supergraph: graph.supergraph,
      env: { DEV_TOKENS: 'a,b', NODE_ENV: 'production', AUTH_OPEN: 'true', PAGES: 'on' },
    });
    const none = await fetch(`${production.router.url}/graphiql/tokens`, {
      method: 'POST',
      body: '{}',
      headers: { ...own, origin: production.router.url },
    });
    expect(await none.json()).toEqual([]);
  });

  test('are where a browser is led that opens the graph, and no other client', async () => {
    const get = (accept: string, search = '') =>
      fetch(`${open.router.url}/graphql${search}`, { headers: { accept }, redirect: 'manual' });
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const led = await get(browser);
    expect([led.status, led.headers.get('location')]).toEqual([303, '/graphiql']);
    for (const accept of ['*/*', 'application/json', 'text/event-stream'])
      expect((await get(accept)).status).toBe(400);
    expect((await get(browser, '?query=%7B__typename%7D')).status).toBe(400);
  });

  test('start only with tabs that can be read', async () => {
    const env = { PAGE_TABS: 'README.md' };
    await expect(startTestRouter({ supergraph: graph.supergraph, env })).rejects.toThrow('README.md');
  });

  test('of other origins may use the graph when their origin is allowed', async () => {
    const preflight = async (url: string, origin: string) => {
      const headers = { origin, 'access-control-request-headers': 'authorization' };
      const response = await fetch(`${url}/graphql`, { method: 'OPTIONS', headers });
      return response.headers.get('access-control-allow-origin');
    };
    const { url } = open.router;
    for (const origin of ['http://localhost:3000', 'http://[::1]:5173', 'https://studio.apollographql.com'])
      expect(await preflight(url, origin)).toBe(origin);
    for (const origin of ['https://app.example', 'http://localhost.app.example', 'null'])
      expect(await preflight(url, origin)).toBeNull();
    await using any = await startTestRouter({ supergraph: graph.supergraph, env: { CORS_ORIGINS: '*' } });
    expect(await preflight(any.router.url, 'https://app.example')).toBe('*');
  });
});
