/** A long-lived connection with heartbeats and a deadline. */
export type Kept = {
  /** The end of its lifetime, in milliseconds since the epoch. */
  readonly deadline: number;
  expire(): void;
  /** Sends a heartbeat, or terminates the connection when the last one was not answered. */
  beat(): void;
};

/** The long-lived connections of all transports. */
export type Connections = {
  /** Whether the maximum number of connections is reached. */
  isFull(): boolean;
  add(kept: Kept): void;
  remove(kept: Kept): void;
  /** Stops the heartbeats. */
  close(): void;
};

export type ConnectionLimits = {
  /** Maximum number of connections. */
  readonly connections: number;
  /** Milliseconds between two heartbeats of a connection. */
  readonly heartbeat: number;
};

const TICK_MS = 1_000;

/**
 * Uses one timer for all connections. Each tick checks all deadlines, and sends heartbeats to a share of the
 * connections, so that thousands of heartbeats do not delay events.
 */
export function createConnections({ connections: limit, heartbeat }: ConnectionLimits): Connections {
  const tick = Math.min(TICK_MS, heartbeat);
  const shares = Array.from({ length: Math.max(1, Math.round(heartbeat / tick)) }, () => new Set<Kept>());
  const shareOf = new Map<Kept, Set<Kept>>();
  let turn = 0;
  let added = 0;

  const timer = setInterval(() => {
    const now = Date.now();
    for (const kept of shareOf.keys()) if (kept.deadline <= now) kept.expire();
    turn = (turn + 1) % shares.length;
    for (const kept of shares[turn] ?? []) kept.beat();
  }, tick);
  timer.unref();

  return {
    add(kept) {
      const share = shares[added % shares.length];
      if (!share) return;
      added += 1;
      share.add(kept);
      shareOf.set(kept, share);
    },
    remove(kept) {
      shareOf.get(kept)?.delete(kept);
      shareOf.delete(kept);
    },
    isFull: () => shareOf.size >= limit,
    close: () => clearInterval(timer),
  };
}
