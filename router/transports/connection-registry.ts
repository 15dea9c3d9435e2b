import type { LiveConfig } from '../subscriptions/live-config.ts';

/** A long-lived connection with heartbeats and a limited lifetime. */
export type LongLivedConnection = {
  /**
   * Whether its lifetime or its token's has ended, and it has not been closed.
   *
   * @param now milliseconds since the epoch
   */
  isOver(now: number): boolean;
  expire(): void;
  /** Sends a heartbeat, or terminates the connection when the last one was not answered. */
  heartbeat(): void;
  /** Ends it at once, because another one needs its place. */
  displace(): void;
};

/** The long-lived connections of all transports. */
export type ConnectionRegistry = {
  /**
   * Makes a place for a connection: when all are taken, or an anonymous one exceeds the bounds of such, the
   * oldest anonymous connection is displaced. Returns false when only signed-in clients could be.
   *
   * @param client identifies a client that has brought no token yet, by its address; undefined for one that
   * has
   */
  makePlace(client: string | undefined): boolean;
  /** @param client see `makePlace` */
  add(connection: LongLivedConnection, client: string | undefined): void;
  /** Notes that the client has brought a valid token. */
  signIn(connection: LongLivedConnection): void;
  remove(connection: LongLivedConnection): void;
  /** Stops the heartbeats. */
  close(): void;
};

const MAX_TICK_MS = 1_000;
/**
 * A heartbeat has its answer two ticks later at the earliest. A paused process runs one tick late, before it
 * reads what has arrived meanwhile; the next one is a whole tick later.
 */
const MIN_TICKS = 2;

/**
 * Uses one timer for all connections. Each tick checks which are over, and sends heartbeats to a share of the
 * connections, so that thousands of heartbeats do not delay events.
 *
 * @param onDisplaced called for each connection that gives its place to another
 */
export function createConnectionRegistry(
  {
    connections: limit,
    heartbeat,
    anonymous: bounds,
  }: Pick<LiveConfig, 'connections' | 'heartbeat' | 'anonymous'>,
  onDisplaced: () => void,
): ConnectionRegistry {
  const tick = Math.min(MAX_TICK_MS, heartbeat / MIN_TICKS);
  const shares = Array.from({ length: Math.round(heartbeat / tick) }, () => new Set<LongLivedConnection>());
  const shareOf = new Map<LongLivedConnection, Set<LongLivedConnection>>();
  const anonymous = createAnonymous();
  let turn = 0;
  let added = 0;

  const timer = setInterval(() => {
    const now = Date.now();
    for (const connection of shareOf.keys()) if (connection.isOver(now)) connection.expire();
    turn = (turn + 1) % shares.length;
    for (const connection of shares[turn] ?? []) connection.heartbeat();
  }, tick);
  timer.unref();

  function remove(connection: LongLivedConnection): void {
    shareOf.get(connection)?.delete(connection);
    shareOf.delete(connection);
    anonymous.delete(connection);
  }

  function displace(connection: LongLivedConnection | undefined): void {
    if (!connection) return;
    remove(connection);
    onDisplaced();
    connection.displace();
  }

  return {
    makePlace(client) {
      if (bounds && client !== undefined) {
        if (anonymous.countOf(client) >= bounds.perAddress) displace(anonymous.oldestOf(client));
        if (anonymous.count() >= bounds.connections) displace(anonymous.oldest());
      }
      if (shareOf.size >= limit) displace(anonymous.oldest());
      return shareOf.size < limit;
    },
    add(connection, client) {
      const share = shares[added % shares.length];
      if (!share) return;
      added += 1;
      share.add(connection);
      shareOf.set(connection, share);
      // Without bounds no client has a token, so none is anonymous among others.
      if (bounds && client !== undefined) anonymous.add(connection, client);
    },
    signIn: anonymous.delete,
    remove,
    close: () => clearInterval(timer),
  };
}

/** Connections without a token, oldest first. */
function createAnonymous() {
  const clients = new Map<LongLivedConnection, string>();
  const byClient = new Map<string, Set<LongLivedConnection>>();
  const first = (connections: Iterable<LongLivedConnection>) => connections[Symbol.iterator]().next().value;
  return {
    count: () => clients.size,
    countOf: (client: string) => byClient.get(client)?.size ?? 0,
    oldest: (): LongLivedConnection | undefined => first(clients.keys()),
    oldestOf: (client: string): LongLivedConnection | undefined => first(byClient.get(client) ?? []),
    add(connection: LongLivedConnection, client: string): void {
      clients.set(connection, client);
      byClient.set(client, (byClient.get(client) ?? new Set()).add(connection));
    },
    delete(connection: LongLivedConnection): void {
      const client = clients.get(connection);
      if (client === undefined) return;
      clients.delete(connection);
      const others = byClient.get(client);
      others?.delete(connection);
      if (others?.size === 0) byClient.delete(client);
    },
  };
}
