import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { urlOf } from '../../http/server.ts';
import { EventStream, nextEvent } from './server.ts';

const server = createServer();

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

/** A stream with more data than the sockets buffer, whose client reads nothing. */
async function unread(): Promise<{ readonly stream: EventStream; readonly response: ServerResponse }> {
  const asked = request(urlOf(server)).end();
  asked.on('error', () => undefined);
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const stream = new EventStream({ response, identity: undefined, lifetime: 60_000, eventOf: nextEvent });
  await once(asked, 'response');
  const body = Buffer.alloc(10_000_000, 'x');
  while (stream.isReady()) stream.next(body);
  return { stream, response };
}

test.each([
  ['is open', () => undefined],
  ['is complete', (stream: EventStream) => stream.end([])],
  ['was ended by the router', (stream: EventStream) => stream.cutOff()],
])('a stream that %s is destroyed when nothing was read between two heartbeats', async (_, end) => {
  const { stream, response } = await unread();
  end(stream);
  stream.heartbeat();
  expect(response.destroyed).toBe(false);
  stream.heartbeat();
  expect(response.destroyed).toBe(true);
});
