import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';

/** Shuts an HTTP server down without losing a request. */
export type Drain = {
  readonly isDraining: () => boolean;
  /** Resolves when all connections are closed. */
  close(): Promise<void>;
};

/**
 * How long new connections are still accepted: by then callers have seen `Connection: close` in a response.
 */
const GRACE_MS = 300;
/** The longest time to wait for an idle connection, whatever keep-alive time was announced. */
const MAX_KEEP_ALIVE_MS = 5_000;
const SWEEP_MS = 50;
const SHORT_TURN_MS = 0.5;

/**
 * Tracks a server's connections, so that `close` can end them in order:
 *
 * 1. From the beginning each response has `Connection: close`, from which callers see that the server
 *    is draining.
 * 2. A moment later the listener is closed: new connections are refused, and thus before a request is sent.
 * 3. Open connections are kept for the time that `Keep-Alive: timeout=…` announced. A request on one of them
 *    gets its response, and a caller that respects the announced time never meets a closing connection.
 *
 * Call it before the server listens.
 */
export function createDrain(server: Server): Drain {
  const sockets = new Set<Socket>();
  const open = new Set<ServerResponse>();
  let draining = false;
  /** The number of connections accepted so far. */
  let accepted = 0;

  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_request, response) => {
    if (draining) response.setHeader('connection', 'close');
    open.add(response);
    response.once('close', () => open.delete(response));
  });

  function endIdle(): void {
    server.closeIdleConnections();
    // The server does not count connections as idle on which nothing was sent, such as a browser's
    // preconnections.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }

  /**
   * Waits until the accept backlog is empty, because closing the listener resets the connections in it. It is
   * empty when a short turn of the event loop has brought no new connection.
   */
  async function acceptBacklog(): Promise<void> {
    const limit = performance.now() + GRACE_MS;
    for (;;) {
      const before = { accepted, at: performance.now() };
      await nextTurn();
      const now = performance.now();
      if ((accepted === before.accepted && now - before.at < SHORT_TURN_MS) || now > limit) return;
    }
  }

  return {
    isDraining: () => draining,
    async close() {
      draining = true;
      for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
      const keptAlive = delay(Math.min(server.keepAliveTimeout, MAX_KEEP_ALIVE_MS), undefined, {
        ref: false,
      });
      if (sockets.size > 0) await delay(GRACE_MS);
      await acceptBacklog();
      // Not the HTTP server's own `close`, which ends idle connections at once, also those with a request on
      // its way.
      const closed = new Promise<void>((resolve, reject) =>
        NetServer.prototype.close.call(server, (error) => (error ? reject(error) : resolve())),
      );
      await Promise.race([closed, keptAlive]);
      // In a turn of its own, so that requests that have arrived are read first and their connections are not
      // idle.
      const sweep = setInterval(() => setImmediate(endIdle), SWEEP_MS);
      await closed;
      clearInterval(sweep);
    },
  };
}
