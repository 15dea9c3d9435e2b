import type { LiveConfig } from '../subscriptions/live-config.ts';

/** A long-lived connection with heartbeats and a deadline. */
export type LongLivedConnection = {
  /** The end of its lifetime, in milliseconds since the epoch. */
  readonly deadline: number;
  expire(): void;
  /** Sends a heartbeat, or terminates the connection when the last one was not answered. */
  heartbeat(): void;
};

/** The long-lived connections of all transports. */
export type ConnectionRegistry = {
  /** Whether the maximum number of connections is reached. */
  isFull(): boolean;
  add(connection: LongLivedConnection): void;
  remove(connection: LongLivedConnection): void;
  /** Stops the heartbeats. */
  close(): void;
};

const TICK_MS = 1_000;

/**
 * Uses one timer for all connections. Each tick checks all deadlines, and sends heartbeats to a share of the
 * connections, so that thousands of heartbeats do not delay events.
 */
export function createConnectionRegistry({
  connections: limit,
  heartbeat,
}: Pick<LiveConfig, 'connections' | 'heartbeat'>): ConnectionRegistry {
  const tick = Math.min(TICK_MS, heartbeat);
  const shares = Array.from(
    { length: Math.max(1, Math.round(heartbeat / tick)) },
    () => new Set<LongLivedConnection>(),
  );
  const shareOf = new Map<LongLivedConnection, Set<LongLivedConnection>>();
  let turn = 0;
  let added = 0;

  const timer = setInterval(() => {
    const now = Date.now();
    for (const connection of shareOf.keys()) if (connection.deadline <= now) connection.expire();
    turn = (turn + 1) % shares.length;
    for (const connection of shares[turn] ?? []) connection.heartbeat();
  }, tick);
  timer.unref();

  return {
    add(connection) {
      const share = shares[added % shares.length];
      if (!share) return;
      added += 1;
      share.add(connection);
      shareOf.set(connection, share);
    },
    remove(connection) {
      shareOf.get(connection)?.delete(connection);
      shareOf.delete(connection);
    },
    isFull: () => shareOf.size >= limit,
    close: () => clearInterval(timer),
  };
}
