import type { Ledger } from './ledger.ts';
import type { Store } from './store/store.ts';

/** Does on time what the provider does by itself. */
export type Agenda = {
  /** To be called after a write, which may have brought the next due time nearer. */
  readonly wake: () => void;
  readonly stop: () => void;
};

/** What the agenda needs. `onFault` hears of a failing write, after which the process should end. */
export type AgendaDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly onDone: () => void;
  readonly onFault: (fault: unknown) => void;
  readonly now: () => number;
};

const BATCH = 200;
const LONGEST_SLEEP_MS = 60_000;
// Stripe forgets keys after 24 h at the earliest.
const KEYS_KEPT_MS = 25 * 3_600_000;

/** Starts at once with what fell due while the simulator was down. */
export function startAgenda({ store, ledger, onDone, onFault, now }: AgendaDeps): Agenda {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isStopped = false;
  let isWoken = false;

  function arm(): void {
    clearTimeout(timer);
    if (isStopped || isRunning) return;
    const due = ledger.nextDue() ?? Number.POSITIVE_INFINITY;
    timer = setTimeout(run, Math.min(Math.max(due - now(), 0), LONGEST_SLEEP_MS));
  }

  function run(): void {
    isRunning = true;
    store
      .write(() => {
        store.keys.forget(now() - KEYS_KEPT_MS);
        return ledger.doWhatIsDue(BATCH);
      })
      .then((count) => {
        isRunning = false;
        if (count > 0) onDone();
        arm();
      }, onFault);
  }

  run();
  return {
    wake: () => {
      // Many writes share a turn of the event loop; looking once after them is enough.
      if (isWoken) return;
      isWoken = true;
      setImmediate(() => {
        isWoken = false;
        arm();
      });
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
