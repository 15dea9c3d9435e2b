import { subjectKey } from '../../../platform/identity/subject.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import type { MessageQueries } from '../application/ports.ts';
import type { Language } from '../domain/language.ts';
import { MESSAGE_COLUMNS, type MessageRow, toMessage } from './message-row.ts';

type CustomerRow = { unread: number; language: Language | null; token_language: Language | null };

/** The condition of a list: a customer's messages, or the unread ones of them. */
const LISTED = 'customer_key = $1 AND (NOT $2 OR read_at IS NULL)';

/** Reads the rows of the mailbox store for clients. */
export function createPostgresMessageQueries(pool: Pool): MessageQueries {
  async function customer(id: string): Promise<CustomerRow | undefined> {
    const { rows } = await pool.query<CustomerRow>({
      name: 'customer',
      text: 'SELECT unread, language, token_language FROM customers WHERE key = $1',
      values: [subjectKey(id)],
    });
    return rows[0];
  }

  return {
    async byIds(customerId, ids) {
      const { rows } = await pool.query<MessageRow>({
        name: 'messages-by-ids',
        text: `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE id = ANY ($1) AND customer_key = $2`,
        values: [ids, subjectKey(customerId)],
      });
      return rows.map(toMessage);
    },

    async newest({ customerId, unreadOnly }, { limit, after }) {
      const { rows } = await pool.query<MessageRow>(
        `SELECT ${MESSAGE_COLUMNS} FROM messages
        WHERE ${LISTED} AND ($3::bigint IS NULL OR number < $3)
        ORDER BY number DESC LIMIT $4`,
        [subjectKey(customerId), unreadOnly, after?.[0] ?? null, limit],
      );
      return rows.map(toMessage);
    },

    async count({ customerId, unreadOnly }) {
      const { rows } = await pool.query<{ total: number }>(
        `SELECT count(*) AS total FROM messages WHERE ${LISTED}`,
        [subjectKey(customerId), unreadOnly],
      );
      return rows[0]?.total ?? 0;
    },

    unreadCount: async (customerId) => (await customer(customerId))?.unread ?? 0,

    async languageChoice(customerId) {
      const found = await customer(customerId);
      return { chosen: found?.language ?? null, ofToken: found?.token_language ?? null };
    },
  };
}
