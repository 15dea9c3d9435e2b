import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { mongo } from 'mongoose';

/** Node's channel of new client sockets. */
const CLIENT_SOCKETS = 'net.client.socket';

/** Makes writes to destroyed sockets throw. */
export type SocketGuard = {
  /** Begins with the client's sockets that are not connected yet. */
  protect(client: mongo.MongoClient): void;
  /** Leaves new sockets alone. */
  close(): void;
};

/**
 * Guards a client that is created next: its first socket exists as soon as the client does.
 *
 * The driver (mongodb 7.8, `writeCommand` in `cmap/connection.js`) takes the refusal of a write to a
 * destroyed socket for a full buffer, and waits for `drain` without a time limit. There is a moment for it:
 * from the destruction of a socket until it emits `close`. A command that begins in that moment hangs, and
 * when it is the monitor's, the driver never finds the restarted server again. An exception counts as a
 * network error.
 */
export function openSocketGuard(): SocketGuard {
  const ports = new Set<number | undefined>();

  function onSocket(message: unknown): void {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => {
      if (ports.has(socket.remotePort)) guard(socket);
    });
  }
  subscribe(CLIENT_SOCKETS, onSocket);

  return {
    protect(client) {
      for (const { port } of client.options.hosts) ports.add(port);
      client.on('serverOpening', ({ address }) => ports.add(portOf(address)));
    },
    close: () => void unsubscribe(CLIENT_SOCKETS, onSocket),
  };
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

function guard(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]) => {
    if (socket.destroyed) throw new Error('The socket is closed');
    return write(...args);
  };
}
