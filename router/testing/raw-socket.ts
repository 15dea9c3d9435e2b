import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

export type Message = {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is looked at by the test
  readonly payload?: any;
};

/** A WebSocket without a library's care: what is sent and read is what the test says. */
export type RawSocket = {
  readonly ws: WebSocket;
  readonly messages: readonly Message[];
  send(message: object | string): void;
  /** How it was closed; undefined while it is open. */
  closed(): { readonly code: number; readonly reason: string } | undefined;
  [Symbol.dispose](): void;
};

/** Opens a socket; with parameters it also introduces itself, and has the acknowledgement when this resolves. */
export async function openRawSocket(
  url: string,
  params?: Readonly<Record<string, unknown>>,
  options: ClientOptions = {},
): Promise<RawSocket> {
  const ws = new WebSocket(url, 'graphql-transport-ws', options);
  const messages: Message[] = [];
  let closed: { code: number; reason: string } | undefined;
  ws.on('message', (data) => messages.push(JSON.parse(String(data))));
  ws.on('close', (code, reason) => {
    closed = { code, reason: String(reason) };
  });
  const socket: RawSocket = {
    ws,
    messages,
    send: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
    closed: () => closed,
    [Symbol.dispose]: () => ws.terminate(),
  };
  await once(ws, 'open');
  if (params) {
    socket.send({ type: 'connection_init', payload: params });
    await once(ws, 'message');
  }
  return socket;
}
