import { once } from 'node:events';
import { createServer, get, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../testing/index.ts';
import { createDrain, type Drain } from './drain.ts';
import { createInstances, type Instances } from './instances.ts';
import { BudgetSpent, ResponseBudget } from './response-budget.ts';

type Running = { readonly server: Server; readonly drain: Drain; readonly url: string; requests: number };

const open: Running[] = [];
let instances: Instances | undefined;

/** A server that responds with its own number by default. */
async function start(
  listener?: RequestListener,
  { port = 0, keepAliveTimeout = 2_000 } = {},
): Promise<Running> {
  const number = open.length;
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    running.requests += 1;
    if (listener) listener(request, response);
    else request.resume().on('end', () => response.end(String(number)));
  });
  const drain = createDrain(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const running: Running = { server, drain, url: `http://127.0.0.1:${address.port}/graphql`, requests: 0 };
  open.push(running);
  return running;
}

function post(isIdempotent: boolean, timeoutMs = 10_000) {
  if (!instances) throw new Error('There are no instances');
  return instances.post({ body: '{}', headers: {}, timeoutMs, isIdempotent });
}

beforeEach(() => {
  instances = undefined;
});
afterEach(async () => {
  await instances?.close();
  for (const { server } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('several instances', () => {
  test('share the calls equally', async () => {
    const [a, b] = [await start(), await start()];
    instances = createInstances([a.url, b.url]);
    for (let call = 0; call < 10; call += 1) await post(false);
    expect([a.requests, b.requests]).toEqual([5, 5]);
  });

  test('a busy instance gets fewer calls', async () => {
    const held: ServerResponse[] = [];
    const [a, b] = [await start((_, response) => held.push(response)), await start()];
    instances = createInstances([a.url, b.url]);
    const waiting = Promise.all([post(true), post(true)]);
    await eventually(() => expect(a.requests).toBe(1));
    for (let call = 0; call < 6; call += 1) await post(true);
    expect([a.requests, b.requests]).toEqual([1, 7]);
    for (const response of held) response.end('late');
    await waiting;
  });

  test('calls go to another instance when one refuses connections, even calls that are not idempotent', async () => {
    const [a, b] = [await start(), await start()];
    instances = createInstances([a.url, b.url]);
    await a.drain.close();
    for (let call = 0; call < 6; call += 1) expect((await post(false)).body).toBe('1');
  });

  test('when an instance breaks the connection, only idempotent calls go to another one', async () => {
    const a = await start((request) => request.socket.destroy());
    const b = await start();
    instances = createInstances([a.url, b.url]);
    const answers = [await post(true), await post(true)];
    expect(answers.map(({ body }) => body)).toEqual(['1', '1']);
    await instances.close();
    instances = createInstances([a.url]);
    const before = a.requests;
    await expect(post(false)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(a.requests).toBe(before + 1);
  });

  test('a draining instance gets no more calls before it refuses connections', async () => {
    const [a, b] = [await start(), await start()];
    instances = createInstances([a.url, b.url]);
    await Promise.all([post(false), post(false)]);
    const closed = a.drain.close();
    for (let call = 0; call < 10; call += 1) await post(false);
    // The second call sees `Connection: close`.
    expect(a.requests).toBeLessThanOrEqual(2);
    await closed;
  });

  test('a call without a response in time rejects with ResponseTimeout', async () => {
    const a = await start(() => undefined);
    instances = createInstances([a.url]);
    await expect(post(true, 50)).rejects.toMatchObject({ name: 'ResponseTimeout' });
  });

  test('a response that came while the process was busy is in time', async () => {
    const timeoutMs = 2_000;
    const end = performance.now() + timeoutMs + 500;
    const a = await start((_, response) => {
      response.end('done');
      // Server and caller have one event loop, which has not read the response when the time is over.
      while (performance.now() < end);
    });
    instances = createInstances([a.url]);
    expect(await post(false, timeoutMs)).toMatchObject({ body: 'done' });
  });

  test('the only instance is tried again after it failed', async () => {
    const a = await start();
    await a.drain.close();
    instances = createInstances([a.url]);
    await expect(post(false)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await start(undefined, { port: Number(new URL(a.url).port) });
    expect((await post(false)).status).toBe(200);
  });
});

describe('drain', () => {
  test('a service under load shuts down without a failed call', async () => {
    const [a, b] = [await start(), await start()];
    const calls = createInstances([a.url, b.url]);
    instances = calls;
    let isOver = false;
    let answered = 0;
    const load = Array.from({ length: 20 }, async () => {
      while (!isOver) {
        const { status } = await post(false);
        expect(status).toBe(200);
        answered += 1;
      }
    });
    await eventually(() => expect(answered).toBeGreaterThan(200));
    await a.drain.close();
    const then = answered;
    await eventually(() => expect(answered).toBeGreaterThan(then + 200));
    isOver = true;
    await Promise.all(load);
  });

  test('a request in flight gets its response, and its connection is closed', async () => {
    const held: ServerResponse[] = [];
    const a = await start((_, response) => held.push(response));
    const asked = fetch(a.url);
    await eventually(() => expect(held).toHaveLength(1));
    const closed = a.drain.close();
    expect(a.drain.isDraining()).toBe(true);
    held[0]?.end('done');
    const answer = await asked;
    expect([await answer.text(), answer.headers.get('connection')]).toEqual(['done', 'close']);
    await closed;
  });

  test('open and new connections are answered until none is left; then new ones are refused', async () => {
    const a = await start(undefined, { keepAliveTimeout: 5_000 });
    const socket = connect(Number(new URL(a.url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data;
    });
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually(() => expect(received).toContain('Keep-Alive: timeout=5'));
    const closed = a.drain.close();

    // For longer than a caller needs to learn of it.
    for (const end = performance.now() + 600; performance.now() < end; ) {
      const answer = await fetch(a.url);
      expect([await answer.text(), answer.headers.get('connection')]).toEqual(['0', 'close']);
    }
    received = '';
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually(() => expect(received.toLowerCase()).toContain('connection: close'));
    expect(received).toContain('200 OK');

    await closed;
    await expect(fetch(a.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('idle and unused connections delay it no longer than the announced keep-alive time', async () => {
    const a = await start(undefined, { keepAliveTimeout: 100 });
    const unused = connect(Number(new URL(a.url).port), '127.0.0.1');
    const idle = get(a.url);
    await Promise.all([once(unused, 'connect'), once(idle, 'response')]);
    const ended = once(unused, 'close');
    await a.drain.close();
    await ended;
    expect(await promisify(a.server.getConnections.bind(a.server))()).toBe(0);
  });
});

describe('a budget of bytes for several responses', () => {
  test('is theirs together: once it is spent, all are aborted, and no other is asked for', async () => {
    const pieces: ServerResponse[] = [];
    let closed = 0;
    const server = await start((_, response) => {
      pieces.push(response);
      response.on('close', () => {
        closed += 1;
      });
      response.write('x'.repeat(600));
    });
    instances = createInstances([server.url]);
    const budget = new ResponseBudget(2_000);
    const ask = () =>
      instances?.post({ body: '{}', headers: {}, timeoutMs: 10_000, isIdempotent: true, budget });
    const asked = Promise.allSettled([ask(), ask(), ask()]);
    await eventually(() => expect(pieces).toHaveLength(3));
    expect(budget.reason).toBeUndefined();
    pieces[0]?.write('x'.repeat(600));
    for (const each of await asked) {
      expect(each).toMatchObject({ status: 'rejected', reason: expect.any(BudgetSpent) });
    }
    await eventually(() => expect(closed).toBe(3));
    await expect(ask()).rejects.toThrow(BudgetSpent);
    expect(server.requests).toBe(3);
  });

  test('that is kept changes nothing', async () => {
    const server = await start();
    instances = createInstances([server.url]);
    const budget = new ResponseBudget(2);
    const ask = () =>
      instances?.post({ body: '{}', headers: {}, timeoutMs: 2_000, isIdempotent: true, budget });
    expect([await ask(), await ask()]).toMatchObject([{ body: '0' }, { body: '0' }]);
    await expect(ask()).rejects.toThrow('more than 2 bytes for one operation');
  });
});
