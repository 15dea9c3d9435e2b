import { connect, createServer, type Socket } from 'node:net';

/** One address for the server that takes writes, on the loopback. */
export type MovingAddress = {
  listen(port: number): Promise<void>;
  /** Leads to this port from now on, or nowhere. Ends the connections to the server before. */
  moveTo(port: number | undefined): void;
  /** Open connections get no more answers and do not end, as when the server loses its power; new ones do. */
  silence(): void;
  close(): void;
};

/** A TCP proxy, which stands for what moves the address of a database in production. */
export function createMovingAddress(): MovingAddress {
  const open = new Set<Socket>();
  let target: number | undefined;
  let silenced = new AbortController();
  const server = createServer((client) => {
    if (target === undefined) return void client.destroy();
    const behind = connect(target, '127.0.0.1');
    const { signal } = silenced;
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        if (!signal.aborted) other.destroy();
      });
      socket.pipe(other);
      signal.addEventListener('abort', () => socket.unpipe(other).resume());
    }
  });
  return {
    listen: (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    moveTo(port) {
      target = port;
      for (const socket of open) socket.destroy();
    },
    silence() {
      silenced.abort();
      silenced = new AbortController();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
