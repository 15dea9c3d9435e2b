import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { OperationContext } from './context.ts';

/** What belongs to one connection: who is on it and when to end it. */
export type Connection = {
  readonly socket: WebSocket;
  identity?: OperationContext['identity'];
  authorization?: string | undefined;
  expiry?: NodeJS.Timeout;
  /** The queries and mutations that are not answered yet, by the client's ids for them. */
  readonly answering: Map<string, PromiseWithResolvers<void>>;
};

const KEEP_ALIVE_MS = 12_000;

/** Ties one socket to the protocol: messages in and out, heartbeats, and the end. */
export function serveConnection(server: Server<Connection>, socket: WebSocket, log: Logger): Connection {
  const connection: Connection = { socket, answering: new Map() };
  let alive = true;
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, KEEP_ALIVE_MS);
  socket.on('pong', () => {
    alive = true;
  });
  socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket broke'));

  const closed = server.opened(
    {
      protocol: socket.protocol,
      // Settles when the message has left, so that a slow client holds up its own subscriptions only.
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(data, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage(handle) {
        socket.on('message', (data) => {
          handle(String(data)).catch((error: unknown) => {
            if (socket.readyState !== socket.OPEN) return;
            log.error({ err: error }, 'a WebSocket message could not be served');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
        });
      },
    },
    connection,
  );
  socket.once('close', (code, reason) => {
    clearInterval(heartbeat);
    clearTimeout(connection.expiry);
    void closed(code, String(reason)).catch((error: unknown) =>
      log.error({ err: error }, 'a WebSocket could not be ended cleanly'),
    );
  });
  return connection;
}
