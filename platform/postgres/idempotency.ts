import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import type { Pool } from './pool.ts';

type KeyRow = { fingerprint: string; command_id: string; outcome: unknown };

/** The claim of a key (`$1`) and a command (`$2`) while it has no outcome. */
const OPEN = 'key = $1 AND command_id = $2 AND outcome IS NULL';

/** Idempotency keys in the service's own schema. */
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
      const standing = rows[0] && toClaim(rows[0]);
      if (standing && (standing.outcome !== undefined || standing.fingerprint !== claim.fingerprint))
        return standing;
      if (standing && (await join(key, standing.commandId))) return standing;
      // Released or settled by another try between two of the statements: claim it again.
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
      // Who joins between the two statements counts again, and keeps it.
      await pool.query(`DELETE FROM idempotency_keys WHERE ${OPEN} AND tries <= 0`, ids);
    },

    async revoke(key, commandId) {
      await pool.query(`DELETE FROM idempotency_keys WHERE ${OPEN}`, [key, commandId]);
    },
  };

  /** Adds a try to a claim, if it still stands and is open: that it does is seen by the statement that adds. */
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
