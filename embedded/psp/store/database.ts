import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A SQLite file written by one process, with group commit. */
export type Database = {
  readonly sql: DatabaseSync;
  /**
   * Runs `work` at once and resolves when its writes are on disk. All work of one turn of the event loop
   * shares one commit. If `work` throws, its writes are rolled back and the promise rejects.
   */
  readonly write: <T>(work: () => T) => Promise<T>;
  /** Resolves when all writes so far are on disk, so that nothing is shown that a crash would undo. */
  readonly settled: () => Promise<void>;
  readonly close: () => void;
};

type Waiter = {
  readonly resolve: () => void;
  readonly reject: (fault: unknown) => void;
};

// Pages of 4 KiB: a checkpoint per 64 MB of log; the default of 4 MB would stall under load.
const CHECKPOINT_PAGES = 16_000;

/**
 * Opens or creates the file. Every commit is synced to disk before it counts. Throws if the file is in use.
 */
export function openDatabase(file: string): Database {
  // Its log has the same rights. A former version let others read it.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const sql = new DatabaseSync(file);
  // The lock is exclusive, so that a second simulator on the same ledger is refused; it ends with the
  // process.
  sql.exec('PRAGMA locking_mode = EXCLUSIVE');
  sql.exec('PRAGMA journal_mode = WAL');
  sql.exec('PRAGMA synchronous = FULL');
  sql.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  let waiters: Waiter[] = [];
  let isOpen = false;

  function commit(): void {
    if (!isOpen) return;
    const batch = waiters;
    waiters = [];
    isOpen = false;
    try {
      sql.exec('COMMIT');
    } catch (fault) {
      if (sql.isTransaction) sql.exec('ROLLBACK');
      for (const waiter of batch) waiter.reject(fault);
      return;
    }
    for (const waiter of batch) waiter.resolve();
  }

  function begin(): void {
    if (isOpen) return;
    sql.exec('BEGIN IMMEDIATE');
    isOpen = true;
    setImmediate(commit);
  }

  const committed = (): Promise<void> =>
    new Promise((resolve, reject) => {
      waiters.push({ resolve, reject });
    });

  return {
    sql,
    write: async (work) => {
      begin();
      sql.exec('SAVEPOINT one');
      let result: ReturnType<typeof work>;
      try {
        result = work();
      } catch (fault) {
        sql.exec('ROLLBACK TO one');
        sql.exec('RELEASE one');
        throw fault;
      }
      sql.exec('RELEASE one');
      await committed();
      return result;
    },
    settled: () => (isOpen ? committed() : Promise.resolve()),
    close: () => {
      commit();
      sql.close();
    },
  };
}
