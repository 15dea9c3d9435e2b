import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import type { Pool } from './pool.ts';

type KeyRow = { fingerprint: string; command_id: string; outcome: unknown };

/** Matches the claim of a key (`$1`) with a command id (`$2`) that has no outcome. */
const OPEN = 'key = $1 AND command_id = $2 AND outcome IS NULL';

/** Stores idempotency keys in the service's schema. */
export function createPostgresIdempotencyStore(pool: Pool): IdempotencyStore {
  return {
    async claim(key, claim) {
      const inserted = await pool.query<KeyRow>({
        name: 'claim-key',
        text: `INSERT INTO idempotency_keys (key, fingerprint, command_id) VALUES ($1, $2, $3)
          ON CONFLICT DO NOTHING`,
        values: [key, claim.fingerprint, claim.commandId],
      });
      if (inserted.rowCount === 1) return claim;
      const { rows } = await pool.query<KeyRow>(
        'SELECT fingerprint, command_id, outcome FROM idempotency_keys WHERE key = $1',
        [key],
      );
      const existing = rows[0] && toClaim(rows[0]);
      if (existing && (existing.outcome !== undefined || existing.fingerprint !== claim.fingerprint))
        return existing;
      if (existing && (await join(key, existing.commandId))) return existing;
      // Another attempt has settled or removed the claim between two of the statements.
      return this.claim(key, claim);
    },

    async settle(key, outcome, commandId) {
      await pool.query({
        name: 'settle-key',
        text: 'UPDATE idempotency_keys SET outcome = $2 WHERE key = $1 AND command_id = $3 AND outcome IS NULL',
        values: [key, JSON.stringify(outcome), commandId],
      });
    },

    async leave(key, commandId) {
      const ids = [key, commandId];
      const only = await pool.query(`DELETE FROM idempotency_keys WHERE ${OPEN} AND tries = 1`, ids);
      if (only.rowCount === 1) return;
      await pool.query(`UPDATE idempotency_keys SET tries = tries - 1 WHERE ${OPEN}`, ids);
      // An attempt that joins between the two statements raises the count again and so keeps the claim.
      await pool.query(`DELETE FROM idempotency_keys WHERE ${OPEN} AND tries <= 0`, ids);
    },

    async revoke(key, commandId) {
      await pool.query(`DELETE FROM idempotency_keys WHERE ${OPEN}`, [key, commandId]);
    },
  };

  /**
   * Counts one more attempt if the claim still exists and is open, both in one statement. Returns whether it
   * did.
   */
  async function join(key: string, commandId: string): Promise<boolean> {
    const joined = await pool.query(`UPDATE idempotency_keys SET tries = tries + 1 WHERE ${OPEN}`, [
      key,
      commandId,
    ]);
    return joined.rowCount === 1;
  }
}

function toClaim(row: KeyRow): Claim {
  return {
    fingerprint: row.fingerprint,
    commandId: row.command_id,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
  };
}
