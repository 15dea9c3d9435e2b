import pg from 'pg';
import { expect } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import type { SharedInstance } from './instance.ts';

/** A locked row: a statement that wants to change it waits, so that a test can act at exactly that moment. */
export type RowLock = {
  /** The row's id. */
  readonly id: string;
  /** Waits until a statement waits for the row. */
  untilWanted(): Promise<void>;
  /**
   * Ends the statements that wait for the row. Those of a killed process would otherwise continue and be
   * committed as soon as the row is free.
   */
  endWaiting(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Locks one row in a service's PostgreSQL, as soon as it exists.
 *
 * @param table with its schema, which has the name of the service's database
 * @param condition of the one row, such as `room_id = '…'`
 */
export async function lockRow(instance: SharedInstance, table: string, condition: string): Promise<RowLock> {
  const url = new URL(instance.addressOf('postgres'));
  url.pathname = `/${table.split('.')[0]}`;
  const [holder, observer] = [0, 1].map(() => new pg.Client({ connectionString: url.href }));
  if (!holder || !observer) throw new Error('unreachable: two were made');
  const close = () => Promise.all([holder.end(), observer.end()]);
  try {
    await Promise.all([holder.connect(), observer.connect()]);
    await holder.query('BEGIN');
    const id = await eventually(async () => {
      const locked = await holder.query<{ id: string }>(
        `SELECT id FROM ${table} WHERE ${condition} FOR UPDATE`,
      );
      expect(locked.rowCount).toBe(1);
      return locked.rows[0]?.id ?? '';
    });
    const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return {
      id,
      untilWanted: () =>
        eventually(async () => {
          const waiting = await observer.query(
            'SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))',
            [rows[0]?.pid],
          );
          expect(waiting.rowCount).toBeGreaterThan(0);
        }),
      async endWaiting() {
        await observer.query(
          'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))',
          [rows[0]?.pid],
        );
      },
      async [Symbol.asyncDispose]() {
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
