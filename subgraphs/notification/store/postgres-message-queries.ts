import { subjectKey } from '../../../platform/identity/subject.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import type { MessageQueries } from '../application/ports.ts';
import type { Language } from '../domain/language.ts';
import { MESSAGE_COLUMNS, type MessageRow, toMessage } from './message-row.ts';

type CustomerRow = { unread: number; language: Language | null; token_language: Language | null };

/** A customer's messages, or the unread ones of them: the name of their list, and what it is read from. */
function listOf(unreadOnly: boolean): readonly [name: string, from: string] {
  return unreadOnly
    ? ['unread-messages', 'messages WHERE customer_key = $1 AND read_at IS NULL']
    : ['messages', 'messages WHERE customer_key = $1'];
}

/** Above the numbers of all messages. */
const ABOVE_ALL = Number.MAX_SAFE_INTEGER;

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
      const [name, from] = listOf(unreadOnly);
      const { rows } = await pool.query<MessageRow>({
        name,
        text: `SELECT ${MESSAGE_COLUMNS} FROM ${from} AND number < $2 ORDER BY number DESC LIMIT $3`,
        values: [subjectKey(customerId), after?.[0] ?? ABOVE_ALL, limit],
      });
      return rows.map(toMessage);
    },

    async count({ customerId, unreadOnly }) {
      const [name, from] = listOf(unreadOnly);
      const { rows } = await pool.query<{ total: number }>({
        name: `${name}-count`,
        text: `SELECT count(*) AS total FROM ${from}`,
        values: [subjectKey(customerId)],
      });
      return rows[0]?.total ?? 0;
    },

    unreadCount: async (customerId) => (await customer(customerId))?.unread ?? 0,

    async languageChoice(customerId) {
      const found = await customer(customerId);
      return { chosen: found?.language ?? null, ofToken: found?.token_language ?? null };
    },
  };
}
