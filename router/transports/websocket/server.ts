import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Live } from '../../subscriptions/live.ts';
import type { LiveConfig } from '../../subscriptions/live-config.ts';
import type { LiveMetrics } from '../../subscriptions/live-metrics.ts';
import type { ConnectionRegistry } from '../connection-registry.ts';
import { refuseUpgrade } from '../upgrade.ts';
import { Connection, GOING_AWAY } from './connection.ts';
import { createWriteNext } from './frames.ts';
import { createIdentify, type IdentifyDeps } from './identify.ts';

export type WebSocketDeps = IdentifyDeps & {
  readonly operations: Operations;
  readonly live: Live;
  readonly connections: ConnectionRegistry;
  readonly limits: LiveConfig;
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
 * payload (`authorization`, or inside `headers`). An invalid or expired token closes the connection with
 * 4403.
 */
export function createWebSockets(deps: WebSocketDeps): WebSockets {
  const { operations, live, limits, metrics, log } = deps;
  const identifyFor = createIdentify(deps);
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: limits.messageLimit,
    // Compression costs more CPU than everything else, and memory per connection.
    perMessageDeflate: false,
    clientTracking: false,
  });
  const open = new Map<Connection, WebSocket>();
  const connectionDeps = { operations, live, limits, writeNext: createWriteNext(), log };

  function serve(ws: WebSocket, socket: Duplex, request: IncomingMessage): void {
    ws.on('error', (error) => log.debug({ err: error }, 'WebSocket failed'));
    if (ws.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      ws.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    const connection = new Connection(connectionDeps, identifyFor(request), { ws, socket });
    open.set(connection, ws);
    deps.connections.add(connection);
    metrics.connectionOpened('websocket');
    ws.once('close', () => {
      open.delete(connection);
      deps.connections.remove(connection);
      connection.stopAll();
      metrics.connectionClosed('websocket');
    });
  }

  return {
    upgrade(request, socket, head) {
      if (deps.connections.isFull()) {
        refuseUpgrade(socket, '503 Service Unavailable');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, socket, request));
    },
    async close() {
      await Promise.all([...open].map(([connection, ws]) => endConnection(connection, ws)));
      sockets.close();
    },
  };
}

/** Closes a connection after its queries and mutations in flight. */
async function endConnection(connection: Connection, ws: WebSocket): Promise<void> {
  const closed = once(ws, 'close');
  await Promise.race([connection.idle(), closed, delay(ANSWER_LIMIT_MS, undefined, { ref: false })]);
  const limit = setTimeout(() => ws.terminate(), CLOSE_LIMIT_MS);
  connection.close(GOING_AWAY, 'Going away');
  await closed;
  clearTimeout(limit);
}
