import { KEY_RETENTION_MS } from '../idempotency/retention.ts';
import { HANDLED, type Handled } from './event-log.ts';
import type { Pool } from './pool.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * How long an event is remembered that was handled: by far longer than anything comes again by itself, and twice as long
 * as the provider sends a notice again when it is asked to. What comes later (a stream that is refilled) changes nothing,
 * since every handler decides by what is: see docs/events.md.
 */
const HANDLED_KEPT_MS = 60 * DAY_MS;

/** Rows that one statement takes away: few enough that nobody notices. */
export const RETENTION_BATCH = 1_000;

/**
 * Forgets answered idempotency keys that were first used more than 48 hours before an instant: a batch of them, the
 * oldest first. Returns how many. A key whose request was never finished stays: whoever sends it again finishes what was
 * begun.
 */
export function deleteExpiredKeys(pool: Pool, now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - KEY_RETENTION_MS);
  return forget(
    pool,
    `DELETE FROM idempotency_keys WHERE key = ANY (ARRAY(
      SELECT key FROM idempotency_keys WHERE claimed_at < $1 AND outcome IS NOT NULL
      ORDER BY claimed_at LIMIT ${RETENTION_BATCH} FOR UPDATE SKIP LOCKED))`,
    before,
  );
}

/** Forgets events that were handled more than 60 days before an instant: a batch of them. Returns how many. */
export function deleteExpiredInboxEntries(
  pool: Pool,
  table: Handled['table'],
  now = new Date(),
): Promise<number> {
  const { column } = HANDLED[table];
  const before = new Date(now.getTime() - HANDLED_KEPT_MS);
  return forget(
    pool,
    `DELETE FROM ${table} WHERE ${column} = ANY (ARRAY(
      SELECT ${column} FROM ${table} WHERE handled_at < $1
      ORDER BY handled_at LIMIT ${RETENTION_BATCH} FOR UPDATE SKIP LOCKED))`,
    before,
  );
}

/** One statement, and so one short transaction; what another process has in hand is left to it. */
async function forget(pool: Pool, text: string, before: Date): Promise<number> {
  return (await pool.query(text, [before])).rowCount ?? 0;
}
