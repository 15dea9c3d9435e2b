import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { onQuestion } from '../child.ts';
import { ROOM } from './event.ts';

/** A process with many subscribers, which do only what the protocol requires. */
export type ConnectRequest = {
  readonly url: string;
  readonly count: number;
  /** The subscription's document; without it the server sends at once, without a request. */
  readonly query: string | undefined;
  /** Whether each asks for a list of rooms of its own, in which the room of the events is. */
  readonly ownRooms: boolean;
};

/**
 * When each subscriber received the event, in milliseconds since 1970, and the length of the last message.
 */
export type Arrivals = { readonly times: Float64Array; readonly bytes: number };

const PROTOCOL = 'graphql-transport-ws';
/** The number of connections made at once. */
const AT_ONCE = 50;
/** The position of a message's type if only its id precedes it. */
const HEAD = 80;

let sockets: WebSocket[] = [];
let round = newRound();

function newRound() {
  return { times: [] as number[], bytes: 0, complete: Promise.withResolvers<Arrivals>() };
}

async function connect({ url, count, query, ownRooms }: ConnectRequest): Promise<void> {
  round = newRound();
  let left = count;
  async function connectOneByOne(): Promise<void> {
    while (left > 0) {
      left -= 1;
      const variables = ownRooms ? { roomIds: [ROOM.id, randomUUID()] } : undefined;
      const socket = await subscribe(url, query && { query, variables });
      sockets.push(socket);
      socket.on('message', (data: Buffer) => arrive(data, socket));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, connectOneByOne));
}

/** Returns the socket once its first result, the snapshot, has arrived. */
async function subscribe(url: string, payload: object | '' | undefined): Promise<WebSocket> {
  const socket = new WebSocket(url, payload ? PROTOCOL : [], { perMessageDeflate: false });
  const ready = Promise.withResolvers<void>();
  socket.once('error', ready.reject);
  socket.once('close', (code, reason) => ready.reject(new Error(`Closed with ${code} ${reason}`)));
  socket.on('message', function first(data: Buffer) {
    if (isResult(data)) {
      socket.off('message', first);
      ready.resolve();
    } else if (typeOf(data) === 'error') {
      ready.reject(new Error(`Refused: ${data}`));
    } else if (typeOf(data) === 'connection_ack') {
      socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload }));
    }
  });
  if (payload) socket.once('open', () => socket.send('{"type":"connection_init"}'));
  await ready.promise;
  return socket;
}

function arrive(data: Buffer, socket: WebSocket): void {
  if (!isResult(data)) {
    if (typeOf(data) === 'ping') socket.send('{"type":"pong"}');
    return;
  }
  round.times.push(performance.timeOrigin + performance.now());
  round.bytes = data.length;
  if (round.times.length === sockets.length)
    round.complete.resolve({ times: Float64Array.from(round.times), bytes: round.bytes });
}

function isResult(data: Buffer): boolean {
  return data.toString('latin1', 0, HEAD).includes('"type":"next"') || typeOf(data) === 'next';
}

function typeOf(data: Buffer): unknown {
  const message: { readonly type?: unknown } = JSON.parse(data.toString());
  return message.type;
}

onQuestion('connect', connect);
/** Waits until every subscriber has received the next event. */
onQuestion('arrivals', async () => {
  const arrivals = await round.complete.promise;
  round = newRound();
  return arrivals;
});
onQuestion('disconnect', async () => {
  const closed = sockets.map((socket) => once(socket, 'close'));
  for (const socket of sockets) socket.close();
  sockets = [];
  await Promise.all(closed);
});
