import type { Pool } from '../../../platform/postgres/pool.ts';
import { RETENTION_BATCH } from '../../../platform/postgres/retention.ts';

/**
 * Deletes a batch of messages that were read longer ago than they are kept, the longest first, and returns
 * its size. Unread ones stay, so that no count changes.
 */
export async function deleteReadMessages(pool: Pool, keptMs: number, now = new Date()): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM messages WHERE id = ANY (ARRAY(
      SELECT id FROM messages WHERE read_at < $1
      ORDER BY read_at LIMIT ${RETENTION_BATCH} FOR UPDATE SKIP LOCKED))`,
    [new Date(now.getTime() - keptMs)],
  );
  return rowCount ?? 0;
}
