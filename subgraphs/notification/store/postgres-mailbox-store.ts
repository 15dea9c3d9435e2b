import { createBatches } from '../../../platform/batches.ts';
import { subjectKey } from '../../../platform/identity/subject.ts';
import { deleteEvents, insertEvents } from '../../../platform/postgres/event-log.ts';
import { type Pool, transaction } from '../../../platform/postgres/pool.ts';
import type { MailboxStore, NewMessage } from '../application/ports.ts';
import { messagesRead } from '../application/published-events.ts';
import { eventOfCustomer } from './event-of-customer.ts';
import { storeMessages } from './store-messages.ts';

export type MailboxStoreOptions = {
  readonly pool: Pool;
  /** Whether messages are sent by e-mail, too. */
  readonly sendsMail: boolean;
  /** Called after each commit that stores events, to publish them. */
  readonly onStored: () => void;
};

/** Messages that one transaction stores. */
const BATCH = 256;
/** How long a message waits for others that share its transaction, in milliseconds. */
const WAIT_MS = 100;

/**
 * Customers and their messages in PostgreSQL. Messages that are delivered at the same time are stored in one
 * transaction, whose cost is mostly independent of their number.
 */
export function createPostgresMailboxStore({ pool, sendsMail, onStored }: MailboxStoreOptions): MailboxStore {
  const deliver = createBatches(
    BATCH,
    async (messages: readonly NewMessage[]) => {
      const isStored = await transaction(pool, (client) => storeMessages(client, messages, sendsMail));
      if (isStored) onStored();
    },
    { waitMs: WAIT_MS },
  );

  return {
    deliver,

    async markRead(customerId, { ids, at, cause }) {
      if (ids.length === 0) return;
      const key = subjectKey(customerId);
      const isChanged = await transaction(pool, async (client) => {
        // Before its messages, as a delivery does.
        await client.query('SELECT FROM customers WHERE key = $1 FOR UPDATE', [key]);
        const read = await client.query<{ id: string }>(
          `UPDATE messages SET read_at = $3
          WHERE customer_key = $1 AND id = ANY ($2) AND read_at IS NULL RETURNING id`,
          [key, ids, at],
        );
        if (read.rows.length === 0) return false;
        const { rows } = await client.query<{ version: number; unread: number }>(
          `UPDATE customers SET version = version + 1, unread = unread - $2 WHERE key = $1
          RETURNING version, unread`,
          [key, read.rows.length],
        );
        const [after] = rows;
        if (!after) throw new Error('A message has no customer');
        const unreadCount = after.unread;
        const readIds = read.rows.map(({ id }) => id);
        const published = messagesRead(readIds, at, { customerId, unreadCount });
        await insertEvents(client, [eventOfCustomer(published, { key, version: after.version, cause })]);
        return true;
      });
      if (isChanged) onStored();
    },

    async setLanguage(customerId, language) {
      await pool.query(
        `INSERT INTO customers (key, id, language) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET language = excluded.language`,
        [subjectKey(customerId), customerId, language],
      );
    },

    async erase(customerId) {
      const key = subjectKey(customerId);
      await transaction(pool, async (client) => {
        // It locks the customer: what is delivered meanwhile is a new customer's.
        await client.query('DELETE FROM customers WHERE key = $1', [key]);
        // With their e-mails.
        await client.query('DELETE FROM messages WHERE customer_key = $1', [key]);
        await deleteEvents(client, key);
      });
    },

    async remember(customerId, { email, language }, now) {
      const key = subjectKey(customerId);
      await transaction(pool, async (client) => {
        // It locks the customer: a delivery sees the address, or its e-mail is seen by the next statement.
        await client.query(
          `INSERT INTO customers AS known (key, id, email, token_language) VALUES ($1, $2, $3, $4)
          ON CONFLICT (key) DO UPDATE SET email = coalesce(excluded.email, known.email),
            token_language = coalesce(excluded.token_language, known.token_language)`,
          [key, customerId, email ?? null, language ?? null],
        );
        if (email === undefined) return;
        await client.query(`UPDATE mails SET due_at = $2 WHERE customer_key = $1 AND due_at = 'infinity'`, [
          key,
          now,
        ]);
      });
    },
  };
}
