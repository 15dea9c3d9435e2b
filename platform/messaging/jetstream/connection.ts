import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  createInbox,
  ErrorCode,
  type JetStreamClient,
  type JetStreamManager,
  type NatsConnection,
  NatsError,
} from 'nats';
import type { Logger } from '../../telemetry/logger.ts';
import { inboxPrefixOf } from './names.ts';
import { accessOf, type NatsAccess, type NatsSettings } from './settings.ts';

export type ConnectOptions = NatsSettings & {
  /** The client's name in the server's monitoring. */
  readonly name: string;
  readonly log: Logger;
};

/** A connection that is opened in the background and reopened until it is closed. */
export type NatsLink = {
  /**
   * Resolves with the first connection. Rejects when the link is closed before that, and with `NotEncrypted`
   * when it cannot be opened as the settings ask for.
   */
  readonly client: Promise<NatsClient>;
  isConnected(): boolean;
  /** How long there has been no connection, in milliseconds; 0 while there is one. */
  awayMs(): number;
  /** Why the server refused the last attempt to connect; undefined where it did not. */
  refusal(): string | undefined;
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
  /** A new subject for replies, which only this user may read. */
  newInbox(): string;
};

/** The settings ask for TLS, which the server does not have. Nothing was sent to it. */
export class NotEncrypted extends Error {
  override readonly name = 'NotEncrypted';
}

const RECONNECT_WAIT_MS = 250;
/** A server that is gone without closing the connection is detected after two of these. */
const PING_INTERVAL_MS = 5_000;
const REQUEST_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** How long closing waits for the flush. */
const DRAIN_TIMEOUT_MS = 2_000;

/**
 * Connects to NATS in the background, so that callers can start without it.
 *
 * @throws ConfigError if the settings contradict each other
 */
export function connectNats({ name, log, ...settings }: ConnectOptions): NatsLink {
  const access = accessOf(settings);
  const inboxPrefix = inboxPrefixOf(access.user ?? name);
  const listeners = new Set<() => void>();
  const closed = new AbortController();
  let connection: NatsConnection | undefined;
  let connected = false;
  let awaySince = performance.now();
  let refusal: string | undefined;

  function setConnected(): void {
    connected = true;
    refusal = undefined;
    for (const listener of listeners) listener();
  }

  function setAway(): void {
    if (connected) awaySince = performance.now();
    connected = false;
  }

  async function watch(opened: NatsConnection): Promise<void> {
    for await (const status of opened.status()) {
      if (status.type === 'disconnect') {
        setAway();
        log.warn('disconnected from NATS');
      } else if (status.type === 'reconnect') {
        log.info('reconnected to NATS');
        setConnected();
      } else if (status.type === 'error') {
        reportError(String(status.data), status.permissionContext?.subject);
      }
    }
    setAway();
  }

  /** What the server refuses while the connection is open, or while it is opened again. */
  function reportError(code: string, subject: string | undefined): void {
    if (code === ErrorCode.PermissionsViolation)
      log.error({ subject }, `NATS does not permit ${access.who} this`);
    else if (code === ErrorCode.AuthorizationViolation) reportRefusal();
  }

  /** Logged once for all attempts in a row. */
  function reportRefusal(): void {
    const message = refusalOf(access);
    if (refusal !== message) log.error({ servers: access.servers }, message);
    refusal = message;
  }

  /** Opens the first connection. The client library's own retries could not be cancelled. */
  async function connectFirst(): Promise<NatsConnection> {
    for (let isLogged = false; ; isLogged = true) {
      try {
        return await connect({
          servers: [...access.servers],
          ...(access.authenticator ? { authenticator: access.authenticator } : {}),
          ...(access.tls ? { tls: access.tls } : {}),
          inboxPrefix,
          // A password that is being changed is refused for a while.
          ignoreAuthErrorAbort: true,
          name,
          timeout: CONNECT_TIMEOUT_MS,
          maxReconnectAttempts: -1,
          reconnectTimeWait: RECONNECT_WAIT_MS,
          pingInterval: PING_INTERVAL_MS,
        });
      } catch (error) {
        if (codeOf(error) === ErrorCode.ServerOptionNotAvailable)
          throw new NotEncrypted(
            `NATS at ${access.servers.join(', ')} has no TLS, which tls:// or a certificate asks for: nothing was sent to it`,
          );
        if (codeOf(error) === ErrorCode.AuthorizationViolation) reportRefusal();
        else if (!isLogged) log.warn({ err: error }, 'cannot connect to NATS yet');
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
    return {
      connection: opened,
      js: opened.jetstream({ timeout: REQUEST_TIMEOUT_MS }),
      jsm,
      newInbox: () => createInbox(inboxPrefix),
    };
  }

  const client = open();
  // Callers that await the client see the failure. Without one it must not end the process.
  client.catch((error: unknown) => {
    if (!closed.signal.aborted) log.error({ err: error }, 'cannot connect to NATS');
  });

  return {
    client,
    isConnected: () => connected,
    awayMs: () => (connected ? 0 : performance.now() - awaySince),
    refusal: () => refusal,
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

function codeOf(error: unknown): string | undefined {
  return error instanceof NatsError ? error.code : undefined;
}

function refusalOf({ who, user }: NatsAccess): string {
  return `NATS refuses ${who}: ${user === undefined ? 'it does not know these credentials' : 'the user or its password is wrong'}`;
}
