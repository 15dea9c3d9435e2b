import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../embedded/process/port-allocator.ts';
import { type RunningServers, startServers } from '../embedded/testing.ts';
import { eventually } from '../platform/testing/index.ts';
import { blockEventLoop, probe } from '../platform/testing/probes.ts';
import { startServiceProcess } from '../platform/testing/service-process.ts';
import { type FixtureGraph, startFixtureGraph } from './testing/fixture-graph.ts';

let graph: FixtureGraph;
let servers: RunningServers;
let folder: string;
beforeAll(async () => {
  graph = await startFixtureGraph();
  servers = await startServers({ nats: true });
  folder = await mkdtemp(join(tmpdir(), 'router-health-'));
  await writeFile(join(folder, 'supergraph.graphql'), graph.supergraph);
});
afterAll(async () => {
  await servers[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The router as a process of its own. */
const start = (more: Readonly<Record<string, string>> = {}) =>
  startServiceProcess(join(import.meta.dirname, 'main.ts'), {
    SUPERGRAPH: join(folder, 'supergraph.graphql'),
    PORT: '0',
    NATS_URL: servers.url('nats', 'router'),
    ...more,
  });

const READY = { status: 200, body: expect.objectContaining({ status: 'ready', events: true }) };
const LIVE = { status: 200, body: { status: 'live' } };
const STARTED = { status: 200, body: { status: 'started' } };

test('without NATS it is alive and ready, and says that there are no events', async () => {
  await using router = await start();
  await eventually(async () => expect(await probe(router.url, 'started')).toEqual(STARTED));
  await eventually(async () => expect(await probe(router.url, 'ready')).toEqual(READY));
  await servers.server('nats').stop();
  await eventually(async () =>
    expect(await probe(router.url, 'ready')).toMatchObject({ status: 200, body: { events: false } }),
  );
  await eventually(async () => expect(await probe(router.url, 'live')).toEqual(LIVE));
  await servers.server('nats').start();
  await eventually(async () => expect(await probe(router.url, 'ready')).toEqual(READY));
});

test('with a blocked event loop it is not alive', async () => {
  const port = await freePort();
  await using router = await start({ NODE_OPTIONS: `--inspect-port=127.0.0.1:${port}` });
  await eventually(async () => expect(await probe(router.url, 'live')).toEqual(LIVE));
  await blockEventLoop(router.pid, port);
  await eventually(async () => expect(await probe(router.url, 'live')).toBe('no answer'));
  expect(await router.end('SIGKILL')).toBe(null);
});

test('after SIGTERM it is not ready first, and goes on serving', async () => {
  await using router = await start({ SHUTDOWN_DELAY: '19s' });
  await eventually(async () => expect(await probe(router.url, 'ready')).toEqual(READY));
  const ended = router.end('SIGTERM');
  await eventually(async () =>
    expect(await probe(router.url, 'ready')).toMatchObject({ status: 503, body: { missing: ['stopping'] } }),
  );
  await eventually(async () => expect(await probe(router.url, 'live')).toEqual(LIVE));
  const response = await fetch(`${router.url}/graphql?query={stockTotal}`, {
    headers: { 'apollo-require-preflight': '1', connection: 'close' },
  });
  expect(response.status).toBe(200);
  await router.end('SIGKILL');
  await ended;
});

test('it exits with 0 after that', async () => {
  await using router = await start({ SHUTDOWN_DELAY: '100ms' });
  await eventually(async () => expect(await probe(router.url, 'ready')).toEqual(READY));
  expect(await router.end('SIGTERM')).toBe(0);
  expect(await probe(router.url, 'live')).toBe('no answer');
});
