/** When callers have written, and which executions are in flight. Times are counted, not measured. */
export type WriteTimes = {
  /** Returns the time of an execution that begins now. */
  begin(): number;
  /** Forgets an execution, and the writes that no other one began before. */
  end(begun: number): void;
  /** Notes that a caller has written, under each of its keys. */
  note(callerKeys: readonly string[]): void;
  /** Whether an execution began after all writes that were noted under these keys. */
  isAfter(begun: number, callerKeys: readonly string[]): boolean;
};

/** The number of keys that are kept. No execution is shared that began before a write that is forgotten. */
const MOST_WRITERS = 10_000;

export function createWriteTimes(most = MOST_WRITERS): WriteTimes {
  let time = 0;
  /** The times of the executions in flight, the first the oldest. */
  const running = new Set<number>();
  /** The last write of each key, the first the oldest. */
  const written = new Map<string, number>();
  /** The last write that was forgotten while an execution from before was in flight. */
  let forgotten = 0;

  return {
    begin() {
      time += 1;
      running.add(time);
      return time;
    },

    end(begun) {
      running.delete(begun);
      const [oldest = Number.POSITIVE_INFINITY] = running;
      for (const [key, at] of written) {
        if (at > oldest) return;
        written.delete(key);
      }
    },

    note(callerKeys) {
      if (running.size === 0) return;
      time += 1;
      for (const key of callerKeys) {
        written.delete(key);
        written.set(key, time);
      }
      for (const [key, at] of written) {
        if (written.size <= most) return;
        written.delete(key);
        forgotten = at;
      }
    },

    isAfter: (begun, callerKeys) =>
      begun > forgotten && callerKeys.every((key) => begun > (written.get(key) ?? 0)),
  };
}
