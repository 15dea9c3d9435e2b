import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { onQuestion } from '../child.ts';
import { type StatusChange, statusChange } from './event.ts';

/**
 * `graphql-ws-server.ts PORT`: the library with default settings, over a schema whose subscription yields
 * what is published.
 */
const schema = buildSchema(`
  type Query { ready: Boolean }
  type Subscription { roomStatusChanged: RoomStatusChange! }
  enum ChangeKind { SNAPSHOT CHANGE }
  enum RoomStatus { EMPTY FULL CLOSED }
  type RoomStatusChange {
    kind: ChangeKind! cursor: ID! at: String! status: RoomStatus! previousStatus: RoomStatus room: Room!
  }
  type Room { id: ID! name: String! }
`);

type Result = StatusChange & { readonly kind: string; readonly cursor: string; readonly at: string };
function resultOf(kind: string, number: number): Result {
  return {
    kind,
    cursor: String(number),
    at: new Date().toISOString(),
    ...statusChange(number),
  };
}

const published = new EventEmitter();
published.setMaxListeners(0);
let last = 0;

/** As in our router, a subscription begins with the current state. */
async function* follow(): AsyncGenerator<{ readonly roomStatusChanged: Result }, void, undefined> {
  const changes = on(published, 'change');
  yield { roomStatusChanged: resultOf('SNAPSHOT', last) };
  for await (const [roomStatusChanged] of changes) yield { roomStatusChanged };
}

const http = createServer((_request, response) => response.writeHead(404).end());
useServer(
  { schema, roots: { subscription: { roomStatusChanged: follow } } },
  new WebSocketServer({ server: http, path: '/graphql' }),
);
onQuestion('publish', (number: number) => {
  last = number;
  published.emit('change', resultOf('CHANGE', number));
});
http.listen(Number(process.argv[2]), '127.0.0.1');
