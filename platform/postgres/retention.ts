import { HANDLED, type Handled } from './event-log.ts';
import type { Pool } from './pool.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * How long the inbox keeps by default a handled event: far longer than any redelivery takes, and twice as
 * long as the provider resends a notice on demand. A later delivery (from a refilled stream) changes nothing,
 * because handlers decide by the current state: see docs/events.md.
 */
export const INBOX_RETENTION_MS = 60 * DAY_MS;

/** The number of rows that one statement deletes: few enough not to delay other statements. */
export const RETENTION_BATCH = 1_000;

/**
 * Deletes a batch of idempotency keys with an outcome that were first used longer ago than they are kept,
 * oldest first, and returns its size. A key without an outcome stays, so that a retry completes its command.
 */
export function deleteExpiredKeys(pool: Pool, keptMs: number, now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - keptMs);
  return deleteBefore(
    pool,
    `DELETE FROM idempotency_keys WHERE key = ANY (ARRAY(
      SELECT key FROM idempotency_keys WHERE claimed_at < $1 AND outcome IS NOT NULL
      ORDER BY claimed_at LIMIT ${RETENTION_BATCH} FOR UPDATE SKIP LOCKED))`,
    before,
  );
}

/** Deletes a batch of inbox entries that are kept no longer, oldest first, and returns its size. */
export function deleteExpiredInboxEntries(
  pool: Pool,
  table: Handled['table'],
  keptMs: number,
  now = new Date(),
): Promise<number> {
  const { column } = HANDLED[table];
  const before = new Date(now.getTime() - keptMs);
  return deleteBefore(
    pool,
    `DELETE FROM ${table} WHERE ${column} = ANY (ARRAY(
      SELECT ${column} FROM ${table} WHERE handled_at < $1
      ORDER BY handled_at LIMIT ${RETENTION_BATCH} FOR UPDATE SKIP LOCKED))`,
    before,
  );
}

/** One statement, and so one short transaction, which skips rows that another process has locked. */
async function deleteBefore(pool: Pool, text: string, before: Date): Promise<number> {
  return (await pool.query(text, [before])).rowCount ?? 0;
}
