import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { createUnreadWatch, type UnreadLimits } from '../transports/unread.ts';
import { createHttpServer, send, urlOf } from './server.ts';
import { MOST_PIPELINED } from './turns.ts';

const LIMITS: UnreadLimits = { timeout: 60_000, perConnection: 1, total: 1_000_000_000 };
/** More than the system's buffers take. */
const LARGE = Buffer.alloc(20_000_000, 'x');
const HUGE = Buffer.alloc(120_000_000, 'x');
const STEP = 20_000_000;

const cleanUps: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  vi.useRealTimers();
});

/** A server with large and small responses, and what it has made and cut. */
async function startServer(limits: Partial<UnreadLimits> = {}) {
  const cuts: string[] = [];
  const made = { large: 0 };
  const unread = createUnreadWatch({ ...LIMITS, ...limits }, (reason) => cuts.push(reason));
  const server = createHttpServer({
    unread,
    onFault: (fault) => {
      throw fault;
    },
    routes: {
      '/small': { handle: async (request) => send(request, 200, 'text/plain', 'small') },
      '/huge': { handle: async (request) => send(request, 200, 'text/plain', HUGE) },
      '/large': {
        handle: async (request) => {
          made.large += 1;
          send(request, 200, 'text/plain', LARGE);
        },
      },
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    unread.close();
    server.close();
    server.closeAllConnections();
  });
  const url = urlOf(server);
  const isServing = async () => (await fetch(`${url}/small`)).text();
  return { unread, cuts, made, isServing, port: Number(new URL(url).port) };
}

/** Sends requests on one connection, without reading. */
async function ask(port: number, path: string, times = 1): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(times));
  return socket;
}

/** Reads at least so many bytes, and then nothing more. */
async function read(socket: Socket, bytes: number): Promise<void> {
  let left = bytes;
  const isRead = Promise.withResolvers<void>();
  function take(chunk: Buffer): void {
    left -= chunk.length;
    if (left > 0) return;
    socket.pause();
    isRead.resolve();
  }
  socket.on('data', take).resume();
  await isRead.promise;
  socket.off('data', take);
}

test.each([
  ['nothing', 0],
  ['a part', 100_000],
])('a client that reads %s of its response is cut, and others are served', async (_, bytes) => {
  const { unread, cuts, isServing, port } = await startServer({ timeout: 200 });
  const socket = await ask(port, '/large');
  if (bytes > 0) await read(socket, bytes);
  await eventually(() => expect(cuts).toEqual(['unread-timeout']));
  expect(unread.bytes()).toBe(0);
  expect(await isServing()).toBe('small');
});

test('a client that reads slowly gets its response', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const { unread, cuts, port } = await startServer({ timeout: 30_000 });
  const socket = await ask(port, '/huge');
  for (let step = 0; step < 4; step += 1) {
    await read(socket, STEP);
    expect(unread.bytes()).toBeGreaterThan(0);
    vi.advanceTimersByTime(20_000);
    expect(cuts).toEqual([]);
  }
  vi.advanceTimersByTime(31_000);
  expect(cuts).toEqual(['unread-timeout']);
});

test('pipelined requests have one response made at a time', async () => {
  const { unread, made, isServing, port } = await startServer();
  await ask(port, '/large', MOST_PIPELINED);
  await eventually(() => expect(unread.bytes()).toBeGreaterThan(0));
  expect(await isServing()).toBe('small');
  expect(made.large).toBe(1);
  expect(unread.bytes()).toBeLessThanOrEqual(LARGE.length + 1_000);
});

test('pipelined requests are answered in order, and refused when too many wait', async () => {
  const { port } = await startServer();
  const socket = await ask(port, '/small', 3 * MOST_PIPELINED);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const statuses = Array.from(text.matchAll(/HTTP\/1.1 (\d+)/g), ([, status]) => status);
  expect(statuses).toEqual([...Array<string>(MOST_PIPELINED + 1).fill('200'), '429']);
  expect(text).toMatch(/At most 16 requests may wait on one connection\..*\n$/);
});

test('when too much waits for all, those that have read nothing for longest are cut', async () => {
  const total = 2.5 * LARGE.length;
  const { unread, cuts, isServing, port } = await startServer({ total });
  const sockets: Socket[] = [];
  for (let count = 0; count < 4; count += 1) {
    const before = unread.bytes() + cuts.length;
    sockets.push(await ask(port, '/large'));
    await eventually(() => expect(unread.bytes() + cuts.length).not.toBe(before));
  }
  expect(cuts).toEqual(['unread-total', 'unread-total']);
  expect(unread.bytes()).toBeLessThanOrEqual(total);
  expect(await isServing()).toBe('small');
  const isCut = async (socket: Socket) => {
    socket.resume();
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    await eventually(() => expect(socket.closed || bytes >= LARGE.length).toBe(true));
    return bytes < LARGE.length;
  };
  expect(await Promise.all(sockets.map(isCut))).toEqual([true, true, false, false]);
});
