import type { Duplex } from 'node:stream';

/** Refuses a WebSocket before its handshake, with a status line such as `404 Not Found`. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  // The client may disconnect before it gets the response.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
