/** Limits of the bodies that are being read. Durations are in milliseconds. */
export type BodyLimits = {
  /** The maximum bytes of all bodies together. */
  readonly bytes: number;
  /** How long a body may take at any speed. */
  readonly grace: number;
  /** The least speed after that, in bytes per second. */
  readonly speed: number;
};

/** Why a body is not read to its end. */
export type BodyRefusal = 'body-budget' | 'body-speed';

/** One body that is being read. */
export type CountedBody = {
  /** Counts bytes that have arrived. */
  take(bytes: number): void;
  /** The body is complete or given up: its bytes count no longer. */
  end(): void;
};

/** The bytes of all bodies that are being read. */
export type BodyBudget = {
  /**
   * Begins to count a body.
   *
   * @param refuse called at most once, when its bytes must be dropped; they count no longer then
   */
  begin(refuse: (why: BodyRefusal) => void): CountedBody;
  bytes(): number;
  close(): void;
};

type Entry = { bytes: number; readonly since: number; readonly refuse: (why: BodyRefusal) => void };

const TICK_MS = 1_000;
/** The number of looks within the grace. */
const LOOKS = 4;
const MS_PER_SECOND = 1_000;

/**
 * Counts the bodies that are being read. Above the budget, the bodies that have taken longest are refused, so
 * that a short one always gets through.
 *
 * @param onRefused called for each body that is refused
 */
export function createBodyBudget(
  { bytes: budget, grace, speed }: BodyLimits,
  onRefused: (why: BodyRefusal) => void,
): BodyBudget {
  /** Oldest first. */
  const entries = new Set<Entry>();
  let total = 0;

  function remove(entry: Entry): void {
    if (entries.delete(entry)) total -= entry.bytes;
  }

  function refuse(entry: Entry, why: BodyRefusal): void {
    remove(entry);
    onRefused(why);
    entry.refuse(why);
  }

  const timer = setInterval(
    () => {
      const now = performance.now();
      for (const entry of entries) {
        const allowed = grace + (entry.bytes / speed) * MS_PER_SECOND;
        if (now - entry.since > allowed) refuse(entry, 'body-speed');
      }
    },
    Math.min(TICK_MS, grace / LOOKS),
  );
  timer.unref();

  return {
    begin(onRefuse) {
      const entry: Entry = { bytes: 0, since: performance.now(), refuse: onRefuse };
      entries.add(entry);
      return {
        take(bytes) {
          if (!entries.has(entry)) return;
          entry.bytes += bytes;
          total += bytes;
          for (const oldest of entries) {
            if (total <= budget) return;
            refuse(oldest, 'body-budget');
          }
        },
        end: () => remove(entry),
      };
    },
    bytes: () => total,
    close: () => clearInterval(timer),
  };
}
