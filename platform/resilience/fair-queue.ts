export type FairQueueOptions = {
  /** How many places there are now. It may change. */
  readonly places: () => number;
  /** How many places one flow may have at a time, while no other is active and while others are. */
  readonly placesPerFlow: PlacesPerFlow;
  /** How many callers of one flow may wait. */
  readonly waitingPerFlow: number;
  /** How much those may weigh together who wait: of one flow, and of all. Unlimited when left out. */
  readonly waitingWeight?: { readonly perFlow: number; readonly total: number };
};

/** Who may wait: with a signal that ends the wait, and the weight of what is kept meanwhile. */
export type Caller = { readonly signal?: AbortSignal | undefined; readonly weight?: number };

export type PlacesPerFlow = { readonly alone: number; readonly besideOthers: number };

/** A flow counts as active for this long after it has entered or left. */
const ACTIVE_MS = 1_000;

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
   * when the line of the flow or all lines are full, and when waiting callers are rejected.
   */
  enter(flow: string, maxWaitMs: number, caller?: Caller): Promise<boolean>;
  /** Gives a place back. */
  leave(flow: string): void;
  /** Sends all waiting callers away. */
  rejectWaiting(): void;
};

type Waiting = (isAdmitted: boolean) => void;
type Line = { readonly callers: Set<Waiting>; weight: number };

const UNLIMITED = { perFlow: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };

export function createFairQueue({
  places,
  placesPerFlow,
  waitingPerFlow,
  waitingWeight = UNLIMITED,
}: FairQueueOptions): FairQueue {
  /** The lines of flows, each in the order of arrival. */
  const lines = new Map<string, Line>();
  /** The flows that have callers waiting and may take another place, in the order of their turns. */
  const turns = new Set<string>();
  const taken = new Map<string, number>();
  let total = 0;
  /** The weight of all lines. */
  let weightOfAll = 0;
  /** The flow that was seen last, and when the last other one was. */
  let latest = '';
  let latestAt = Number.NEGATIVE_INFINITY;
  let otherAt = Number.NEGATIVE_INFINITY;

  const takenBy = (flow: string): number => taken.get(flow) ?? 0;

  function see(flow: string): void {
    if (flow !== latest) {
      otherAt = latestAt;
      latest = flow;
    }
    latestAt = performance.now();
  }

  function hasItsShare(flow: string): boolean {
    const has = takenBy(flow);
    if (has < placesPerFlow.besideOthers) return false;
    const othersAt = flow === latest ? otherAt : latestAt;
    const isAlone = total === has && performance.now() - othersAt > ACTIVE_MS;
    return !isAlone || has >= placesPerFlow.alone;
  }

  function take(flow: string): void {
    taken.set(flow, takenBy(flow) + 1);
    total += 1;
  }

  /** Gives the flow a turn, if it waits for one. */
  function queueTurn(flow: string): void {
    if (lines.has(flow) && !hasItsShare(flow)) turns.add(flow);
    else turns.delete(flow);
  }

  function admitWaiting(): void {
    for (const flow of turns) {
      if (total >= places()) return;
      const [first] = lines.get(flow)?.callers ?? [];
      // Its next turn comes after those of all others.
      turns.delete(flow);
      first?.(true);
      queueTurn(flow);
    }
  }

  function tryEnter(flow: string): boolean {
    see(flow);
    if (turns.size > 0 || total >= places() || hasItsShare(flow)) return false;
    take(flow);
    return true;
  }

  return {
    tryEnter,

    enter(flow, maxWaitMs, { signal, weight = 0 } = {}) {
      if (tryEnter(flow)) return Promise.resolve(true);
      const line = lines.get(flow) ?? { callers: new Set(), weight: 0 };
      const isFull =
        line.callers.size >= waitingPerFlow ||
        line.weight + weight > waitingWeight.perFlow ||
        weightOfAll + weight > waitingWeight.total;
      if (isFull || signal?.aborted) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const settle: Waiting = (isAdmitted) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        line.callers.delete(settle);
        line.weight -= weight;
        weightOfAll -= weight;
        if (line.callers.size === 0) lines.delete(flow);
        if (isAdmitted) take(flow);
        resolve(isAdmitted);
      };
      const giveUp = () => {
        settle(false);
        queueTurn(flow);
      };
      const timer = setTimeout(giveUp, maxWaitMs);
      signal?.addEventListener('abort', giveUp);
      lines.set(flow, line);
      line.callers.add(settle);
      line.weight += weight;
      weightOfAll += weight;
      queueTurn(flow);
      return promise;
    },

    leave(flow) {
      see(flow);
      const left = takenBy(flow) - 1;
      if (left > 0) taken.set(flow, left);
      else taken.delete(flow);
      total -= 1;
      queueTurn(flow);
      admitWaiting();
    },

    rejectWaiting() {
      for (const { callers } of [...lines.values()]) for (const settle of callers) settle(false);
      turns.clear();
    },
  };
}
