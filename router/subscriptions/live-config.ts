/** Limits of connections whose clients have brought no token. */
export type AnonymousLimits = {
  /** Maximum connections of all such clients. */
  readonly connections: number;
  /** Maximum connections from one address. */
  readonly perAddress: number;
  /** Time to bring a token; undefined when some operations need none. */
  readonly timeout: number | undefined;
};

/** Limits of live connections and subscriptions. Durations are in milliseconds, sizes in bytes. */
export type LiveConfig = {
  /**
   * Maximum undelivered changes of a slow subscriber, and maximum events that wait for a shared execution.
   */
  readonly queue: number;
  /** How long a subscription to data with owners waits for its first event. */
  readonly grace: number;
  /**
   * Maximum WebSocket connections and event streams of one process; more displace anonymous ones or get 503.
   */
  readonly connections: number;
  /** Maximum concurrent operations on one WebSocket connection. */
  readonly subscriptionsPerConnection: number;
  /** Maximum subscriptions of one client, and ids that they name, on all of its connections. */
  readonly subscriptionsPerClient: number;
  readonly idsPerClient: number;
  /** Time for a WebSocket to send `connection_init`; then it is closed with 4408. */
  readonly initTimeout: number;
  /** Maximum age of a connection; the client is then asked to reconnect. */
  readonly lifetime: number;
  /** Time between heartbeats. A WebSocket that has not answered one by the next is terminated. */
  readonly heartbeat: number;
  /** What clients without a token may hold; undefined when no client has one. */
  readonly anonymous: AnonymousLimits | undefined;
  /** Maximum size of a client's message. */
  readonly messageLimit: number;
};
