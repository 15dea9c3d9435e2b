import { HOUR_MS } from '../../platform/config/duration.ts';
import type { Ledger } from './ledger.ts';
import type { Store } from './store/store.ts';

/** Does what the provider does by itself, when it is due. */
export type Agenda = {
  /** Call it after a write, which may have brought the next due time forward. */
  readonly wake: () => void;
  readonly stop: () => void;
};

/**
 * The dependencies of the agenda. `onFault` receives the error of a failed write, after which the process
 * should end.
 */
export type AgendaDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly onDone: () => void;
  readonly onFault: (fault: unknown) => void;
  readonly now: () => number;
};

const BATCH = 200;
const LONGEST_SLEEP_MS = 60_000;
// Stripe keeps idempotency keys for at least 24 h.
const KEYS_KEPT_MS = 25 * HOUR_MS;

/** Starts with what fell due while the simulator was down. */
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
      // Many writes share a turn of the event loop; one check after them is enough.
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
