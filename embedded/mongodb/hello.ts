import { connect } from 'node:net';

/** OP_MSG with `{ ping: 1, $db: "admin" }`. */
const document = Buffer.from('\x1e\0\0\0\x10ping\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0', 'latin1');
const message = Buffer.alloc(21 + document.length);
message.writeInt32LE(message.length, 0);
message.writeInt32LE(1, 4);
message.writeInt32LE(2013, 12);
document.copy(message, 21);

/** Tells whether a MongoDB server at this port of the loopback replies to a ping. */
export async function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 }, () => socket.write(message));
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
