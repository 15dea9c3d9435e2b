import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';

/** For clients that neither complete a request nor read its response. */
export type DrainLimit = {
  /** After this time, in milliseconds, no connection is kept or accepted any longer. */
  readonly limitMs: number;
  readonly onCutOff: () => void;
};

const UNLIMITED: DrainLimit = { limitMs: Number.POSITIVE_INFINITY, onCutOff() {} };

/** Shuts an HTTP server down without losing a request. */
export type Drain = {
  readonly isDraining: () => boolean;
  /** Resolves when all connections are closed. */
  close(limit?: DrainLimit): Promise<void>;
};

/** The listener is not closed so soon after a connection: its caller has to see `Connection: close` first. */
const GRACE_MS = 300;
/** The longest time to wait for an idle connection, whatever keep-alive time was announced. */
const MAX_KEEP_ALIVE_MS = 5_000;
/** The longest time to wait for the first byte of a connection. */
const MAX_UNUSED_MS = 1_000;
/** The longest time to wait for an empty accept backlog: a busy process may never have a short turn. */
const MAX_BACKLOG_MS = 1_000;
const SHORT_TURN_MS = 0.5;
const SWEEP_MS = 50;

/**
 * Tracks a server's connections, so that `close` can end them in order:
 *
 * 1. From the beginning each response has `Connection: close`, from which callers see that the server
 *    is draining.
 * 2. Open connections are kept for the time that `Keep-Alive: timeout=…` announced. A request on one of them
 *    gets its response, and a caller that respects the announced time never meets a closing connection.
 * 3. New connections are accepted until no connection is left, or that time is over. Then the listener is
 *    closed: new connections are refused, and thus before a request is sent.
 *
 * Call it before the server listens.
 */
export function createDrain(server: Server): Drain {
  /** When each open connection was accepted. */
  const sockets = new Map<Socket, number>();
  const open = new Set<ServerResponse>();
  let draining = false;
  let lastAccepted = Number.NEGATIVE_INFINITY;

  server.on('connection', (socket: Socket) => {
    lastAccepted = performance.now();
    sockets.set(socket, lastAccepted);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_request, response) => {
    if (draining) response.setHeader('connection', 'close');
    open.add(response);
    response.once('close', () => open.delete(response));
  });

  function endIdle(unusedMs: number): void {
    server.closeIdleConnections();
    // The server does not count connections as idle on which nothing was sent, such as a browser's
    // preconnections.
    const before = performance.now() - unusedMs;
    for (const [socket, acceptedAt] of sockets)
      if (socket.bytesRead === 0 && acceptedAt <= before) socket.destroy();
  }

  /** Waits until callers have gone elsewhere, for at most so many milliseconds. */
  async function callersLeave(limitMs: number): Promise<void> {
    const end = performance.now() + limitMs;
    for (;;) {
      const now = performance.now();
      if (now >= end || (sockets.size === 0 && now >= lastAccepted + GRACE_MS)) return;
      await delay(Math.min(SWEEP_MS, end - now));
    }
  }

  /**
   * Waits until the accept backlog is empty, because closing the listener resets the connections in it. It is
   * empty when a short turn of the event loop has brought no new connection.
   */
  async function acceptBacklog(): Promise<void> {
    const limit = performance.now() + MAX_BACKLOG_MS;
    for (;;) {
      const before = performance.now();
      await nextTurn();
      const now = performance.now();
      if ((lastAccepted < before && now - before < SHORT_TURN_MS) || now > limit) return;
    }
  }

  return {
    isDraining: () => draining,
    async close({ limitMs, onCutOff } = UNLIMITED) {
      draining = true;
      const end = performance.now() + limitMs;
      for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
      const keptAliveMs = Math.min(server.keepAliveTimeout, MAX_KEEP_ALIVE_MS);
      await callersLeave(Math.min(Math.max(keptAliveMs, GRACE_MS), limitMs));
      await acceptBacklog();
      // Not the HTTP server's own `close`, which ends idle connections at once, also those with a request on
      // its way.
      const closed = new Promise<void>((resolve, reject) =>
        NetServer.prototype.close.call(server, (error) => (error ? reject(error) : resolve())),
      );
      // In a turn of its own, so that requests that have arrived are read first and their connections are not
      // idle.
      const unusedMs = Math.min(keptAliveMs, MAX_UNUSED_MS);
      let isCutOff = false;
      const sweep = setInterval(() => {
        if (performance.now() < end) return setImmediate(endIdle, unusedMs);
        if (!isCutOff) onCutOff();
        isCutOff = true;
        return server.closeAllConnections();
      }, SWEEP_MS);
      await closed;
      clearInterval(sweep);
    },
  };
}
