import type { DatabaseSync } from 'node:sqlite';

/** A webhook that still has to reach its receiver. */
export type Delivery = {
  readonly seq: number;
  readonly event: string;
  readonly attempts: number;
};

/** The undelivered webhooks; instants are milliseconds since 1970. */
export type Deliveries = {
  readonly add: (event: string, due: number) => void;
  readonly due: (by: number, limit: number) => readonly Delivery[];
  readonly nextDue: () => number | undefined;
  readonly delivered: (seq: number) => void;
  readonly postponed: (seq: number, due: number) => void;
  /** Makes everything due now. Returns the number of webhooks. */
  readonly hurry: (now: number) => number;
  readonly count: () => number;
};

/** Creates the table unless it exists. */
export function createDeliveries(sql: DatabaseSync): Deliveries {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS deliveries (
      seq INTEGER PRIMARY KEY, event TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due, seq);
  `);
  const add = sql.prepare('INSERT INTO deliveries (event, due, attempts) VALUES (?, ?, 0)');
  const due = sql.prepare(
    'SELECT seq, event, attempts FROM deliveries WHERE due <= ? ORDER BY due, seq LIMIT ?',
  );
  const nextDue = sql.prepare('SELECT min(due) AS due FROM deliveries');
  const remove = sql.prepare('DELETE FROM deliveries WHERE seq = ?');
  const postpone = sql.prepare('UPDATE deliveries SET due = ?, attempts = attempts + 1 WHERE seq = ?');
  const hurry = sql.prepare('UPDATE deliveries SET due = ?');
  const count = sql.prepare('SELECT count(*) AS count FROM deliveries');
  return {
    add: (event, at) => {
      add.run(event, at);
    },
    due: (by, limit) =>
      due.all(by, limit).map((row) => ({
        seq: Number(row.seq),
        event: String(row.event),
        attempts: Number(row.attempts),
      })),
    nextDue: () => {
      const value = nextDue.get()?.due;
      return typeof value === 'number' ? value : undefined;
    },
    delivered: (seq) => {
      remove.run(seq);
    },
    postponed: (seq, at) => {
      postpone.run(at, seq);
    },
    hurry: (now) => Number(hurry.run(now).changes),
    count: () => Number(count.get()?.count),
  };
}
