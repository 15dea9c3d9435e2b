import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import type { Pool } from './pool.ts';

type KeyRow = { fingerprint: string; command_id: string; outcome: unknown };

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
      // Released by its first user between the two statements: claim it again.
      return rows[0] ? toClaim(rows[0]) : this.claim(key, claim);
    },

    async settle(key, outcome, commandId) {
      await pool.query({
        name: 'settle-key',
        text: 'UPDATE idempotency_keys SET outcome = $2 WHERE key = $1 AND command_id = $3 AND outcome IS NULL',
        values: [key, JSON.stringify(outcome), commandId],
      });
    },

    async release(key, commandId) {
      await pool.query(
        'DELETE FROM idempotency_keys WHERE key = $1 AND command_id = $2 AND outcome IS NULL',
        [key, commandId],
      );
    },
  };
}

function toClaim(row: KeyRow): Claim {
  return {
    fingerprint: row.fingerprint,
    commandId: row.command_id,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
  };
}
