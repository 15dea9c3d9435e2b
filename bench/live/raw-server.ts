import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { onQuestion } from '../child.ts';
import { rawMessage } from './event.ts';

/** `raw-server.ts PORT`: sends one string to every socket and does nothing else. */
const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', path: '/graphql' });
const id = randomUUID();
let last = rawMessage(0, id);

server.on('connection', (socket) => socket.send(last));
onQuestion('publish', (number: number) => {
  last = rawMessage(number, id);
  for (const socket of server.clients) socket.send(last);
});
