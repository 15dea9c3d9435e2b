import { Duplex } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { nextTail, SocketWriter } from './socket-writer.ts';

const LIMIT = 1_000;

/** A WebSocket on a socket whose writes complete when the test says so. */
function setUp() {
  const taken: (() => void)[] = [];
  const socket = new Duplex({
    writableHighWaterMark: 100,
    read() {},
    write(_chunk, _encoding, done) {
      taken.push(() => done());
    },
  });
  const ws = {
    readyState: 1 as const,
    OPEN: 1 as const,
    send: (text: unknown) => void socket.write(String(text)),
    pause: vi.fn<() => void>(),
    resume: vi.fn<() => void>(),
    ping() {},
    pong: (data: unknown) => void socket.write(data),
    close() {},
    terminate() {},
  };
  const onReady = vi.fn<() => void>();
  const writeNext = (_: unknown, body: Buffer) => void socket.write(body);
  const unread = { wrote() {}, accepts: ({ writableLength }: Duplex) => writableLength <= LIMIT };
  const writer = new SocketWriter({ ws, socket, writeNext, unread, onReady });
  return {
    writer,
    ws,
    onReady,
    takeAll() {
      for (let take = taken.shift(); take; take = taken.shift()) take();
    },
  };
}

test('it is not ready while the socket’s buffer is full, and reports when it is again', async () => {
  const { writer, ws, onReady, takeAll } = setUp();
  writer.sendNext(Buffer.alloc(50), nextTail('1'));
  expect(writer.isReady()).toBe(true);
  writer.sendNext(Buffer.alloc(60), nextTail('1'));
  expect([writer.isReady(), writer.isReady()]).toEqual([false, false]);
  takeAll();
  await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1));
  expect(writer.isReady()).toBe(true);
  expect(ws.pause).not.toHaveBeenCalled();
});

test('reading from a client pauses until the client has read its responses', async () => {
  const { writer, ws, takeAll } = setUp();
  writer.send('short');
  expect(ws.pause).not.toHaveBeenCalled();
  writer.send('x'.repeat(100));
  expect(ws.pause).toHaveBeenCalledTimes(1);
  expect(ws.resume).not.toHaveBeenCalled();
  takeAll();
  await vi.waitFor(() => expect(ws.resume).toHaveBeenCalledTimes(1));
});

test('a ping is answered, and reading pauses as for other answers', () => {
  const { writer, ws } = setUp();
  writer.pong(Buffer.alloc(100));
  expect(ws.pause).toHaveBeenCalledTimes(1);
});

test('a client for which too much waits gets nothing more', () => {
  const { writer, ws } = setUp();
  const sent = vi.spyOn(ws, 'send');
  writer.send('x'.repeat(LIMIT + 1));
  writer.send('more');
  expect(sent).toHaveBeenCalledTimes(1);
});
