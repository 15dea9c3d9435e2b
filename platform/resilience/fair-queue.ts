export type FairQueueOptions = {
  /** How many places there are now. It may change. */
  readonly places: () => number;
  /** How many places one flow may have at a time. */
  readonly placesPerFlow: number;
  /** How many callers of one flow may wait. */
  readonly waitingPerFlow: number;
};

/**
 * Admits callers to a number of places. Each belongs to a flow, such as the requests of one customer. Who
 * finds no place waits in the line of its flow, and the lines take turns: a flow with many callers delays its
 * own ones, and others by no more than one caller for each turn (fair queuing, Nagle, RFC 970).
 */
export type FairQueue = {
  /** Takes a place at once. False when none is free, the flow has its share, or others wait. */
  tryEnter(flow: string): boolean;
  /**
   * Waits for a place and takes it. Resolves with false after `maxWaitMs`, when the signal aborts, at once
   * when the line of the flow is full, and when waiting callers are rejected.
   */
  enter(flow: string, maxWaitMs: number, signal?: AbortSignal): Promise<boolean>;
  /** Gives a place back. */
  leave(flow: string): void;
  /** Sends all waiting callers away. */
  rejectWaiting(): void;
};

type Waiting = (isAdmitted: boolean) => void;

export function createFairQueue({ places, placesPerFlow, waitingPerFlow }: FairQueueOptions): FairQueue {
  /** The lines of flows, each in the order of arrival. */
  const lines = new Map<string, Set<Waiting>>();
  /** The flows that have callers waiting and may take another place, in the order of their turns. */
  const turns = new Set<string>();
  const taken = new Map<string, number>();
  let total = 0;

  const takenBy = (flow: string): number => taken.get(flow) ?? 0;

  function take(flow: string): void {
    taken.set(flow, takenBy(flow) + 1);
    total += 1;
  }

  /** Gives the flow a turn, if it waits for one. */
  function queueTurn(flow: string): void {
    if (lines.has(flow) && takenBy(flow) < placesPerFlow) turns.add(flow);
    else turns.delete(flow);
  }

  function admitWaiting(): void {
    for (const flow of turns) {
      if (total >= places()) return;
      const [first] = lines.get(flow) ?? [];
      // Its next turn comes after those of all others.
      turns.delete(flow);
      first?.(true);
      queueTurn(flow);
    }
  }

  function tryEnter(flow: string): boolean {
    if (turns.size > 0 || total >= places() || takenBy(flow) >= placesPerFlow) return false;
    take(flow);
    return true;
  }

  return {
    tryEnter,

    enter(flow, maxWaitMs, signal) {
      if (tryEnter(flow)) return Promise.resolve(true);
      const line = lines.get(flow) ?? new Set();
      if (line.size >= waitingPerFlow || signal?.aborted) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const settle: Waiting = (isAdmitted) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        line.delete(settle);
        if (line.size === 0) lines.delete(flow);
        if (isAdmitted) take(flow);
        resolve(isAdmitted);
      };
      const giveUp = () => {
        settle(false);
        queueTurn(flow);
      };
      const timer = setTimeout(giveUp, maxWaitMs);
      signal?.addEventListener('abort', giveUp);
      lines.set(flow, line.add(settle));
      queueTurn(flow);
      return promise;
    },

    leave(flow) {
      const left = takenBy(flow) - 1;
      if (left > 0) taken.set(flow, left);
      else taken.delete(flow);
      total -= 1;
      queueTurn(flow);
      admitWaiting();
    },

    rejectWaiting() {
      for (const line of [...lines.values()]) for (const settle of line) settle(false);
      turns.clear();
    },
  };
}
