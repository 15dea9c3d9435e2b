import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';

/** Ends an HTTP server without losing a request. */
export type Drain = {
  readonly isDraining: () => boolean;
  /** Resolves when every connection has ended. */
  close(): Promise<void>;
};

/** How long new connections are still taken: by then callers have seen in an answer that they should go elsewhere. */
const LEAVE_MS = 300;
/** A connection that nobody uses is not waited for longer, whatever was promised. */
const LONGEST_PROMISE_MS = 5_000;
const SWEEP_MS = 50;
const SHORT_TURN_MS = 0.5;

/**
 * Watches a server's connections, so that they can be ended in order:
 *
 * 1. From the first moment, every answer says `Connection: close`, by which callers know that the server is leaving.
 * 2. A moment later the listener is closed: new connections are refused, and certainly so before anything is sent.
 * 3. Kept connections stay open for as long as `Keep-Alive: timeout=…` promised. A request that comes on one of them is
 *    answered, and a caller that keeps to the promise never meets a closing connection.
 *
 * To be called before the server listens.
 */
export function createDrain(server: Server): Drain {
  const sockets = new Set<Socket>();
  const open = new Set<ServerResponse>();
  let draining = false;
  /** Connections so far. */
  let taken = 0;

  server.on('connection', (socket: Socket) => {
    taken += 1;
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
    // Connections on which nothing was ever sent, such as a browser's, do not count as idle there.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }

  /**
   * Closing the listener resets connections that the system has made and that were not taken yet. It is done right
   * after a short turn of the event loop that brought no new one: there is next to no time left for any to come.
   */
  async function acceptBacklog(): Promise<void> {
    const limit = performance.now() + LEAVE_MS;
    for (;;) {
      const before = { taken, at: performance.now() };
      await nextTurn();
      const now = performance.now();
      if ((taken === before.taken && now - before.at < SHORT_TURN_MS) || now > limit) return;
    }
  }

  return {
    isDraining: () => draining,
    async close() {
      draining = true;
      for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
      const promised = delay(Math.min(server.keepAliveTimeout, LONGEST_PROMISE_MS), undefined, {
        ref: false,
      });
      if (sockets.size > 0) await delay(LEAVE_MS);
      await acceptBacklog();
      // Not the HTTP server's own: that one cuts idle connections at once, and with them requests on their way.
      const closed = new Promise<void>((resolve, reject) =>
        NetServer.prototype.close.call(server, (error) => (error ? reject(error) : resolve())),
      );
      await Promise.race([closed, promised]);
      // Also in a turn of its own: what has arrived was read before, and its connection is not idle any more.
      const sweep = setInterval(() => setImmediate(endIdle), SWEEP_MS);
      await closed;
      clearInterval(sweep);
    },
  };
}
