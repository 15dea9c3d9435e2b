/** A connection that is kept open by heartbeats and ended when its time is over. */
export type Kept = {
  /** When it is to end, in milliseconds since the epoch. */
  readonly deadline: number;
  expire(): void;
  /** Sends a heartbeat, or ends it when there was no answer to the last one. */
  beat(): void;
};

/** The long-lived connections of all transports. */
export type Connections = {
  /** Whether there are as many as there may be. */
  isFull(): boolean;
  add(kept: Kept): void;
  remove(kept: Kept): void;
  /** Ends the heartbeats. */
  close(): void;
};

export type ConnectionLimits = {
  /** Connections at a time. */
  readonly connections: number;
  /** Milliseconds between two heartbeats of a connection. */
  readonly heartbeat: number;
};

const TICK_MS = 1_000;

/**
 * One timer for all connections. It looks at all deadlines, and sends heartbeats to a share of the connections each
 * time, so that thousands of them do not hold up events.
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
