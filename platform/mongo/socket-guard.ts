import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { mongo } from 'mongoose';

/** Node's channel of new client sockets. */
const CLIENT_SOCKETS = 'net.client.socket';

/** Ends the waiting for `drain` when a socket closes. */
export type SocketGuard = {
  /** Begins with the client's sockets that are not connected yet. */
  protect(client: mongo.MongoClient): void;
  /** Leaves new sockets alone. */
  close(): void;
};

/**
 * Guards clients from their first socket on: it exists as soon as the client connects.
 *
 * The driver (mongodb 7.8, `writeCommand` in `cmap/connection.js`) takes the refusal of a write to a socket
 * that is being closed for a full buffer, and waits for `drain` without a time limit. That command hangs, and
 * when it is the monitor's, the driver never finds the restarted server again. With this guard, it sees that
 * the connection is closed.
 */
export function openSocketGuard(): SocketGuard {
  const ports = new Set<number | undefined>();

  function onSocket(message: unknown): void {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => {
      if (ports.has(socket.remotePort)) socket.once('close', () => socket.emit('drain'));
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
