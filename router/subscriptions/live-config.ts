/** Limits of live connections and subscriptions. Durations are milliseconds, sizes bytes. */
export type LiveConfig = {
  /** Changes that may wait for one slow subscriber, and events that may wait for one shared execution. */
  readonly queue: number;
  /** How long a guarded subscription waits for the first event of what it asks for. */
  readonly grace: number;
  /** WebSocket connections and event streams that one process serves at a time; more are answered with 503. */
  readonly connections: number;
  /** Operations that may run at a time on one WebSocket connection. */
  readonly subscriptionsPerConnection: number;
  /** How long a WebSocket may take to send `connection_init`; then it is closed with 4408. */
  readonly initTimeout: number;
  /** How long a connection lives at most; the client is asked to connect again (elsewhere, as a rule). */
  readonly lifetime: number;
  /** Time between two heartbeats; a WebSocket that has not answered one by the next is cut off. */
  readonly heartbeat: number;
  /** The largest message of a client. */
  readonly messageLimit: number;
};

export const LIVE_DEFAULTS: LiveConfig = {
  queue: 1_000,
  grace: 3_000,
  connections: 20_000,
  subscriptionsPerConnection: 100,
  initTimeout: 3_000,
  lifetime: 24 * 60 * 60 * 1_000,
  heartbeat: 30_000,
  messageLimit: 1_048_576,
};
