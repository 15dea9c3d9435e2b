import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

export type Message = {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests inspect the payload of messages
  readonly payload?: any;
};

/** A WebSocket without a protocol library, so that tests control each message. */
export type RawSocket = {
  readonly ws: WebSocket;
  readonly messages: readonly Message[];
  send(message: object | string): void;
  /** The close event; undefined while it is open. */
  closed(): { readonly code: number; readonly reason: string } | undefined;
  [Symbol.dispose](): void;
};

/** Opens a socket. With parameters, it also sends `connection_init` and waits for the acknowledgement. */
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
