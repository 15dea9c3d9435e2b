import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BodyBudget } from '../../../platform/http/body-budget.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Authenticate } from '../../auth/authenticate.ts';
import { correlationIdFrom, TRACE_HEADERS } from '../../context.ts';
import { anonymousClient, callerContextOf } from '../../operations/contexts.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Live } from '../../subscriptions/live.ts';
import type { LiveConfig } from '../../subscriptions/live-config.ts';
import type { LiveMetrics } from '../../subscriptions/live-metrics.ts';
import type { ConnectionRegistry } from '../connection-registry.ts';
import type { UnreadWatch } from '../unread.ts';
import { Connection, GOING_AWAY, type Identify, type WebSocketPair } from './connection.ts';
import { countMessages } from './message-meter.ts';
import { createWriteNext } from './socket-writer.ts';

export type WebSocketDeps = {
  readonly authenticate: Authenticate;
  /** The client's address behind trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly operations: Operations;
  readonly live: Live;
  readonly connections: ConnectionRegistry;
  readonly limits: LiveConfig;
  readonly unread: UnreadWatch;
  readonly bodies: BodyBudget;
  readonly metrics: LiveMetrics;
  readonly log: Logger;
};

export type WebSockets = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes all connections with 1001 (going away), each after its queries and mutations in flight. */
  close(): Promise<void>;
};

/** How long a client may take to answer a close frame. */
const CLOSE_LIMIT_MS = 2_000;
/** How long the shutdown waits for queries and mutations in flight. */
const ANSWER_LIMIT_MS = 8_000;

/**
 * Serves `graphql-transport-ws`: queries, mutations and subscriptions. The token is in the `connection_init`
 * payload (`authorization`, or inside `headers`). An invalid or expired token closes the connection with 4401
 * and the reason; a token that expires while connected, with 4403.
 */
export function createWebSockets(deps: WebSocketDeps): WebSockets {
  const { operations, live, limits, unread, metrics, log } = deps;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: limits.messageLimit,
    // Compression costs more CPU than everything else, and memory per connection.
    perMessageDeflate: false,
    // Answered by the connection, which waits for clients that do not read.
    autoPong: false,
    clientTracking: false,
  });
  const open = new Map<Connection, WebSocket>();
  const connectionDeps = {
    operations,
    live,
    limits,
    writeNext: createWriteNext(),
    unread,
    log,
    onSignedIn: deps.connections.signIn,
  };

  /** Identifies a connection's client by the request that opened it and its `connection_init` payload. */
  function identifyFor(request: IncomingMessage, address: string): Identify {
    // Keeps the headers instead of the request.
    const headers = lastingHeaders(request.headers);
    return async (params) => {
      const authorization = authorizationOf(params);
      const authenticated = await deps.authenticate(authorization);
      if (authenticated.kind === 'refused') return authenticated;
      const correlationId = correlationIdFrom(undefined);
      const origin = { headers, authorization, correlationId, caller: authenticated, address };
      return { kind: 'caller', caller: callerContextOf(operations.createContext(origin)) };
    };
  }

  function serve({ ws, socket }: WebSocketPair, request: IncomingMessage, address: string): void {
    ws.on('error', (error) => log.debug({ err: error }, 'WebSocket failed'));
    if (ws.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      ws.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    const connection = new Connection(connectionDeps, identifyFor(request, address), { ws, socket });
    const stopCounting = countMessages(socket, deps.bodies, (why) => connection.refuseMessage(why));
    open.set(connection, ws);
    deps.connections.add(connection, anonymousClient(address));
    metrics.connectionOpened('websocket');
    ws.once('close', () => {
      open.delete(connection);
      deps.connections.remove(connection);
      connection.stopAll();
      stopCounting();
      metrics.connectionClosed('websocket');
    });
  }

  return {
    upgrade(request, socket, head) {
      const address = deps.addressOf(request);
      if (!deps.connections.makePlace(anonymousClient(address))) {
        refuseUpgrade(socket, '503 Service Unavailable');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (ws) => serve({ ws, socket }, request, address));
    },
    async close() {
      await Promise.all([...open].map(([connection, ws]) => endConnection(connection, ws)));
      sockets.close();
    },
  };
}

/** Closes a connection after its queries and mutations in flight. */
async function endConnection(connection: Connection, ws: WebSocket): Promise<void> {
  // Not `once` of node:events, which would reject for a broken frame that is read meanwhile.
  const closed = new Promise<void>((resolve) => ws.once('close', () => resolve()));
  await Promise.race([connection.idle(), closed, delay(ANSWER_LIMIT_MS, undefined, { ref: false })]);
  const limit = setTimeout(() => ws.terminate(), CLOSE_LIMIT_MS);
  connection.close(GOING_AWAY, 'Going away');
  await closed;
  clearTimeout(limit);
}

/** Refuses a WebSocket before its handshake, with a status line such as `404 Not Found`. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  // The client may disconnect before it gets the response.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The headers of a handshake that apply to the whole connection. */
function lastingHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const lasting: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('sec-websocket-') || TRACE_HEADERS.has(name)) continue;
    if (name !== 'connection' && name !== 'upgrade') lasting[name] = value;
  }
  return lasting;
}

/** The Authorization in a `connection_init` payload, at the places where clients put it. */
function authorizationOf(params: Readonly<Record<string, unknown>>): string | undefined {
  for (const place of [params, params.headers]) {
    if (typeof place !== 'object' || place === null) continue;
    for (const [name, value] of Object.entries(place)) {
      if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value;
    }
  }
  return undefined;
}
