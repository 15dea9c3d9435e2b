import { HOUR_MS } from '../../../platform/config/duration.ts';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import { RETENTION_BATCH } from '../../../platform/postgres/retention.ts';
import type { MailQueue } from '../application/ports.ts';
import type { Language } from '../domain/language.ts';
import { MESSAGE_COLUMNS, type MessageRow, toMessage } from './message-row.ts';

/** How long a claimed e-mail is nobody else's: longer than an attempt takes. */
const CLAIM_MS = 60_000;
/** How long an e-mail waits for an address of its customer, unless e-mails are kept for less. */
const WITHOUT_ADDRESS_MS = 24 * HOUR_MS;

type MailRow = MessageRow & {
  email: string;
  language: Language | null;
  token_language: Language | null;
  attempts: number;
};

/**
 * The e-mails that are to be sent, in the database with their messages.
 *
 * @param keptMs how long one that cannot be sent is kept, in milliseconds
 */
export function createPostgresMailQueue(pool: Pool, keptMs: number): MailQueue {
  return {
    async claim(most, now) {
      const { rows } = await pool.query<MailRow>({
        name: 'claim-mails',
        text: `WITH due AS (
            SELECT message_id, attempts FROM mails WHERE due_at <= $1
            ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED),
          claimed AS (
            UPDATE mails SET due_at = $3, attempts = mails.attempts + 1
            FROM due WHERE mails.message_id = due.message_id
            RETURNING due.message_id, due.attempts, customer_key)
          SELECT email, language, token_language, attempts, message.*
          FROM claimed JOIN customers ON customers.key = claimed.customer_key
            JOIN LATERAL (SELECT ${MESSAGE_COLUMNS} FROM messages WHERE messages.id = message_id) AS message
              ON true
          WHERE email IS NOT NULL`,
        values: [now, most, addMilliseconds(now, CLAIM_MS)],
      });
      return rows.map(({ email: address, language: chosen, token_language: ofToken, attempts, ...row }) => ({
        message: toMessage(row),
        address,
        languages: { chosen, ofToken },
        attempts,
      }));
    },

    async remove(messageId) {
      await pool.query({
        name: 'remove-mail',
        text: 'DELETE FROM mails WHERE message_id = $1',
        values: [messageId],
      });
    },

    async postpone(messageId, until) {
      await pool.query('UPDATE mails SET due_at = $2 WHERE message_id = $1', [messageId, until]);
    },

    async removeExpired(now) {
      const { rowCount } = await pool.query(
        `DELETE FROM mails WHERE message_id = ANY (ARRAY(
          SELECT message_id FROM mails
          WHERE created_at < $1 OR created_at < $2 AND due_at = 'infinity'
          ORDER BY created_at LIMIT ${RETENTION_BATCH} FOR UPDATE SKIP LOCKED))`,
        [addMilliseconds(now, -keptMs), addMilliseconds(now, -WITHOUT_ADDRESS_MS)],
      );
      return rowCount ?? 0;
    },
  };
}
