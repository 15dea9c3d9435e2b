import { setTimeout as delay } from 'node:timers/promises';
import { connect, type JetStreamClient, type JetStreamManager, type NatsConnection } from 'nats';
import type { Logger } from '../../telemetry/logger.ts';

export type ConnectOptions = {
  /** One address or several, separated by commas. */
  readonly url: string;
  /** What the server's monitoring calls this client. */
  readonly name: string;
  readonly log: Logger;
};

/** A connection that is made in the background and made anew for ever. */
export type NatsLink = {
  /** The client, as soon as the server was reached for the first time; rejects when the link is closed before that. */
  readonly client: Promise<NatsClient>;
  isConnected(): boolean;
  /** Calls back after each connection, the first one and those after an absence; returns how to stop that. */
  onConnected(listener: () => void): () => void;
  /** Flushes what was sent, if the server answers, and closes. */
  close(): Promise<void>;
};

export type NatsClient = {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
};

const RECONNECT_WAIT_MS = 250;
/** A server that is gone without a word (a dead machine, a stopped process) is noticed after two of these. */
const PING_INTERVAL_MS = 5_000;
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** A server that takes no more than this to answer is flushed to when closing. */
const DRAIN_TIMEOUT_MS = 2_000;

/** Connects to NATS in the background: callers may start while it is away. */
export function connectNats({ url, name, log }: ConnectOptions): NatsLink {
  const listeners = new Set<() => void>();
  const closed = new AbortController();
  let connection: NatsConnection | undefined;
  let connected = false;

  function announce(): void {
    connected = true;
    for (const listener of listeners) listener();
  }

  async function watch(opened: NatsConnection): Promise<void> {
    for await (const status of opened.status()) {
      if (status.type === 'disconnect') {
        connected = false;
        log.warn('NATS is away');
      } else if (status.type === 'reconnect') {
        log.info('NATS is back');
        announce();
      }
    }
    connected = false;
  }

  /** The first connection; the client's own waiting for it could not be stopped. */
  async function reach(): Promise<NatsConnection> {
    for (let told = false; ; told = true) {
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
        if (!told) log.warn({ err: error }, 'NATS cannot be reached yet');
      }
      await delay(RECONNECT_WAIT_MS, undefined, { signal: closed.signal });
    }
  }

  async function open(): Promise<NatsClient> {
    const opened = await reach();
    if (closed.signal.aborted) {
      await opened.close();
      throw new Error('The connection to NATS was closed before it was made');
    }
    connection = opened;
    void watch(opened);
    // The manager's account check would fail where JetStream is still recovering; the calls themselves report that.
    const jsm = await opened.jetstreamManager({ checkAPI: false, timeout: REQUEST_TIMEOUT_MS });
    log.info({ server: opened.getServer() }, 'connected to NATS');
    announce();
    return { connection: opened, js: opened.jetstream({ timeout: REQUEST_TIMEOUT_MS }), jsm };
  }

  const client = open();
  // Whoever awaits the client sees the failure; a link that nobody uses must not end the process.
  client.catch((error: unknown) => {
    if (!closed.signal.aborted) log.error({ err: error }, 'no connection to NATS');
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
      // Draining waits for the server: only when there is one, and not for ever.
      if (connected) {
        const drained = connection.drain().catch((error: unknown) => {
          log.warn({ err: error }, 'NATS went away while the connection was being closed');
        });
        await Promise.race([drained, delay(DRAIN_TIMEOUT_MS, undefined, { ref: false })]);
      }
      if (!connection.isClosed()) await connection.close();
    },
  };
}
