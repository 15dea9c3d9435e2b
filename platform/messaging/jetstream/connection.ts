import { setTimeout as delay } from 'node:timers/promises';
import { connect, type JetStreamClient, type JetStreamManager, type NatsConnection } from 'nats';
import type { Logger } from '../../telemetry/logger.ts';

export type ConnectOptions = {
  /** One address or several, separated by commas. */
  readonly url: string;
  /** The client's name in the server's monitoring. */
  readonly name: string;
  readonly log: Logger;
};

/** A connection that is opened in the background and reopened until it is closed. */
export type NatsLink = {
  /** Resolves with the first connection. Rejects when the link is closed before that. */
  readonly client: Promise<NatsClient>;
  isConnected(): boolean;
  /**
   * Calls the listener after each connection and reconnection. Returns a function that removes the listener.
   */
  onConnected(listener: () => void): () => void;
  /** Flushes pending messages, if the server responds, and closes the connection. */
  close(): Promise<void>;
};

export type NatsClient = {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
};

const RECONNECT_WAIT_MS = 250;
/** A server that is gone without closing the connection is detected after two of these. */
const PING_INTERVAL_MS = 5_000;
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** How long closing waits for the flush. */
const DRAIN_TIMEOUT_MS = 2_000;

/** Connects to NATS in the background, so that callers can start without it. */
export function connectNats({ url, name, log }: ConnectOptions): NatsLink {
  const listeners = new Set<() => void>();
  const closed = new AbortController();
  let connection: NatsConnection | undefined;
  let connected = false;

  function setConnected(): void {
    connected = true;
    for (const listener of listeners) listener();
  }

  async function watch(opened: NatsConnection): Promise<void> {
    for await (const status of opened.status()) {
      if (status.type === 'disconnect') {
        connected = false;
        log.warn('disconnected from NATS');
      } else if (status.type === 'reconnect') {
        log.info('reconnected to NATS');
        setConnected();
      }
    }
    connected = false;
  }

  /** Opens the first connection. The client library's own retries could not be cancelled. */
  async function connectFirst(): Promise<NatsConnection> {
    for (let isLogged = false; ; isLogged = true) {
      try {
        return await connect({
          servers: url.split(','),
          name,
          timeout: CONNECT_TIMEOUT_MS,
          maxReconnectAttempts: -1,
          reconnectTimeWait: RECONNECT_WAIT_MS,
          pingInterval: PING_INTERVAL_MS,
        });
      } catch (error) {
        if (!isLogged) log.warn({ err: error }, 'cannot connect to NATS yet');
      }
      await delay(RECONNECT_WAIT_MS, undefined, { signal: closed.signal });
    }
  }

  async function open(): Promise<NatsClient> {
    const opened = await connectFirst();
    if (closed.signal.aborted) {
      await opened.close();
      throw new Error('The connection to NATS was closed before it was opened');
    }
    connection = opened;
    void watch(opened);
    // The manager's check of the API would fail while JetStream recovers; each call reports that by itself.
    const jsm = await opened.jetstreamManager({ checkAPI: false, timeout: REQUEST_TIMEOUT_MS });
    log.info({ server: opened.getServer() }, 'connected to NATS');
    setConnected();
    return { connection: opened, js: opened.jetstream({ timeout: REQUEST_TIMEOUT_MS }), jsm };
  }

  const client = open();
  // Callers that await the client see the failure. Without one it must not end the process.
  client.catch((error: unknown) => {
    if (!closed.signal.aborted) log.error({ err: error }, 'cannot connect to NATS');
  });

  return {
    client,
    isConnected: () => connected,
    onConnected(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed.abort();
      if (!connection || connection.isClosed()) return;
      // Draining waits for the server, so it is done only while connected and with a time limit.
      if (connected) {
        const drained = connection.drain().catch((error: unknown) => {
          log.warn({ err: error }, 'NATS disconnected while the connection was being closed');
        });
        await Promise.race([drained, delay(DRAIN_TIMEOUT_MS, undefined, { ref: false })]);
      }
      if (!connection.isClosed()) await connection.close();
    },
  };
}
