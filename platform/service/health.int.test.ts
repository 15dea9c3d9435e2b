import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { createTestIssuer, eventually, type TestIssuer } from '../testing/index.ts';
import { blockEventLoop, probe } from '../testing/probes.ts';
import { startServiceProcess } from '../testing/service-process.ts';

const SUBGRAPHS = join(import.meta.dirname, '../../subgraphs');
const NOWHERE = 'http://127.0.0.1:1/';

let servers: RunningServers;
let issuer: TestIssuer;
beforeAll(async () => {
  servers = await startServers({ postgres: true, mongodb: true, nats: true });
  issuer = await createTestIssuer();
});
afterAll(() => servers[Symbol.asyncDispose]());

/** A service of each kind, with what it needs. */
const SERVICES = [
  {
    name: 'booking',
    store: 'postgres',
    settings: async () => ({ DATABASE_URL: await servers.databaseUrl('booking'), PAYMENT_URL: NOWHERE }),
  },
  {
    name: 'supplies',
    store: 'mongodb',
    settings: async () => ({ MONGODB_URL: servers.url('mongodb', 'supplies') }),
  },
] as const;

type Service = (typeof SERVICES)[number];

async function start({ name, settings }: Service, more: Readonly<Record<string, string>> = {}) {
  const process = await startServiceProcess(join(SUBGRAPHS, name, 'main.ts'), {
    NATS_URL: servers.url('nats', name),
    JWKS_URL: issuer.jwksUrl,
    SERVICE_TOKEN: 'unused',
    EVENT_STUCK_AFTER: '0',
    LOG_LEVEL: 'info',
    ...(await settings()),
    ...more,
  });
  onTestFailed(() => console.log(process.output()));
  return process;
}

const READY = { status: 200, body: { missing: [] } };
const WELL = { status: 200, body: {} };
const without = (...missing: readonly string[]) => ({ status: 503, body: { missing } });

/** On a busy machine a probe may be too late for its answer. */
const isWell = (url: string, name: 'live' | 'started') =>
  eventually(async () => expect(await probe(url, name)).toEqual(WELL));

/** Sends an operation over a new connection. */
async function ask(url: string): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await issuer.token({ subject: 'alice' })}`,
      'content-type': 'application/json',
      connection: 'close',
    },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return response.status;
}

describe.each(SERVICES)('$name', (service) => {
  test('without its store is not ready, and alive', async () => {
    await using process = await start(service);
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(READY));
    const store = servers.server(service.store);
    await store.stop();
    await eventually(async () => expect(await probe(process.url, 'ready')).not.toEqual(READY));
    await isWell(process.url, 'live');
    await isWell(process.url, 'started');
    await store.start();
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(READY));
  });

  test('without NATS is not ready, and alive', async () => {
    await using process = await start(service);
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(READY));
    await servers.server('nats').stop();
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(without('nats')));
    await isWell(process.url, 'live');
    await servers.server('nats').start();
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(READY));
  });

  test('with a blocked event loop is not alive', async () => {
    const port = await freePort();
    await using process = await start(service, { NODE_OPTIONS: `--inspect-port=127.0.0.1:${port}` });
    await isWell(process.url, 'live');
    await blockEventLoop(process.pid, port);
    await eventually(async () => expect(await probe(process.url, 'live')).toBe('no answer'));
    // SIGTERM would wait for the event loop, so whoever supervises it has to kill it.
    expect(await process.end('SIGKILL')).toBe(null);
  });

  test('after SIGTERM is not ready first, and goes on serving', async () => {
    await using process = await start(service, { SHUTDOWN_DELAY: '19s' });
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(READY));
    const ended = process.end('SIGTERM');
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(without('stopping')));
    await isWell(process.url, 'live');
    expect(await ask(process.url)).toBe(200);
    await process.end('SIGKILL');
    await ended;
  });

  test('exits with 0 after that', async () => {
    await using process = await start(service, { SHUTDOWN_DELAY: '100ms' });
    await eventually(async () => expect(await probe(process.url, 'ready')).toEqual(READY));
    expect(await process.end('SIGTERM')).toBe(0);
    expect(await probe(process.url, 'live')).toBe('no answer');
  });

  test('exits with 1 when it cannot be drained in time', async () => {
    await using process = await start(service, { SHUTDOWN_TIMEOUT: '500ms' });
    const socket = connect(Number(new URL(process.url).port), '127.0.0.1').on('error', () => {});
    await new Promise<void>((resolve) => {
      socket.write('POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{', () => resolve());
    });
    await eventually(async () => expect(await ask(process.url)).toBe(200));
    // It has read the unfinished request when it has answered a later one.
    expect(await process.end('SIGTERM')).toBe(1);
  });
});
