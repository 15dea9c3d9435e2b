import { createBatches } from '../../../platform/batches.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import { subjectKey } from '../../../platform/identity/identity.ts';
import type { CloudEvent, Message as PublishedMessage } from '../../../platform/messaging/event.ts';
import { insertEvents } from '../../../platform/postgres/event-log.ts';
import { type Pool, type PoolClient, transaction } from '../../../platform/postgres/pool.ts';
import type { MailboxStore, NewMessage } from '../application/ports.ts';
import { messageSent, messagesRead } from '../application/published-events.ts';
import { type Language, languageOf } from '../domain/language.ts';
import { MOST_MESSAGES, roomIdOf } from '../domain/message.ts';

export type MailboxStoreOptions = {
  readonly pool: Pool;
  /** Whether messages are sent by e-mail, too. */
  readonly sendsMail: boolean;
  /** Called after each commit that stores events, to publish them. */
  readonly onStored: () => void;
};

/** A customer after the messages of a batch were counted. */
type Mailbox = {
  key: string;
  version: number;
  last_number: number;
  unread: number;
  language: Language | null;
  token_language: Language | null;
  has_address: boolean;
};

/** A message with the number that it gets, and its customer after it. */
type Numbered = {
  readonly message: NewMessage;
  readonly mailbox: Mailbox;
  readonly number: number;
  readonly version: number;
  readonly unreadCount: number;
};

/** Messages that one transaction stores. */
const BATCH = 100;

/**
 * Customers and their messages in PostgreSQL. Messages that are delivered at the same time are stored in one
 * transaction, whose cost is mostly independent of their number.
 */
export function createPostgresMailboxStore({ pool, sendsMail, onStored }: MailboxStoreOptions): MailboxStore {
  const deliver = createBatches(BATCH, async (messages: readonly NewMessage[]) => {
    const isStored = await transaction(pool, (client) => store(client, messages));
    if (isStored) onStored();
  });

  async function store(client: PoolClient, messages: readonly NewMessage[]): Promise<boolean> {
    const unhandled = await markHandled(client, messages);
    if (unhandled.length === 0) return false;
    const mailboxes = await trim(client, await count(client, unhandled));
    const numbered = number(unhandled, mailboxes);
    await insertMessages(client, numbered);
    await insertEvents(client, numbered.map(toEvent));
    if (sendsMail) await insertMails(client, numbered);
    return true;
  }

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
        await insertEvents(client, [cloudEvent(published, { key, version: after.version, cause })]);
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

/** Stores the events as handled, and returns the messages of those that were not handled before. */
async function markHandled(
  client: PoolClient,
  messages: readonly NewMessage[],
): Promise<readonly NewMessage[]> {
  // In one order for all, so that two transactions do not wait for each other.
  const ids = messages.map(({ handles }) => handles).sort();
  const { rows } = await client.query<{ event_id: string }>({
    name: 'mark-all-handled',
    text: 'INSERT INTO inbox (event_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id',
    values: [ids],
  });
  const unhandled = new Set(rows.map(({ event_id }) => event_id));
  // A batch may have an event twice: deleting takes the first.
  return messages.filter(({ handles }) => unhandled.delete(handles));
}

/** Counts the messages of each customer, whose row is then locked. */
async function count(client: PoolClient, messages: readonly NewMessage[]): Promise<readonly Mailbox[]> {
  const byKey = Map.groupBy(messages, ({ customerId }) => subjectKey(customerId));
  const keys = [...byKey.keys()].sort();
  const { rows } = await client.query<Mailbox>({
    name: 'count-messages',
    text: `INSERT INTO customers AS known (key, id, version, last_number, unread)
      SELECT key, id, added, added, added FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS new (key, id, added)
      ON CONFLICT (key) DO UPDATE SET version = known.version + excluded.version,
        last_number = known.last_number + excluded.last_number, unread = known.unread + excluded.unread
      RETURNING key, version, last_number, unread, language, token_language, email IS NOT NULL AS has_address`,
    values: [
      keys,
      keys.map((key) => byKey.get(key)?.[0]?.customerId),
      keys.map((key) => byKey.get(key)?.length),
    ],
  });
  return rows;
}

/** Deletes the messages that are no longer among the newest, and returns the customers after that. */
async function trim(client: PoolClient, mailboxes: readonly Mailbox[]): Promise<readonly Mailbox[]> {
  const full = mailboxes.filter(({ last_number }) => last_number > MOST_MESSAGES);
  if (full.length === 0) return mailboxes;
  const { rows } = await client.query<{ key: string; unread: number }>({
    name: 'trim-messages',
    text: `WITH oldest AS (
        DELETE FROM messages USING unnest($1::uuid[], $2::bigint[]) AS full_mailbox (key, last)
        WHERE customer_key = key AND number <= last
        RETURNING customer_key, read_at),
      unread AS (
        SELECT customer_key, count(*) AS lost FROM oldest WHERE read_at IS NULL GROUP BY customer_key)
      UPDATE customers SET unread = customers.unread - lost FROM unread WHERE key = customer_key
      RETURNING key, customers.unread`,
    values: [full.map(({ key }) => key), full.map(({ last_number }) => last_number - MOST_MESSAGES)],
  });
  const left = new Map(rows.map(({ key, unread }) => [key, unread]));
  return mailboxes.map((mailbox) => ({ ...mailbox, unread: left.get(mailbox.key) ?? mailbox.unread }));
}

/** Numbers the messages of each customer, the last of which has the counts of the customer. */
function number(messages: readonly NewMessage[], mailboxes: readonly Mailbox[]): readonly Numbered[] {
  const byKey = Map.groupBy(messages, ({ customerId }) => subjectKey(customerId));
  return mailboxes.flatMap((mailbox) => {
    const own = byKey.get(mailbox.key) ?? [];
    return own.map((message, index) => {
      const later = own.length - 1 - index;
      const { last_number, version, unread } = mailbox;
      return {
        message,
        mailbox,
        number: last_number - later,
        version: version - later,
        unreadCount: unread - later,
      };
    });
  });
}

async function insertMessages(client: PoolClient, numbered: readonly Numbered[]): Promise<void> {
  await client.query({
    name: 'insert-messages',
    text: `INSERT INTO messages (id, customer_key, number, content, room_id, created_at)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[], $5::uuid[], $6::timestamptz[])`,
    values: [
      numbered.map(({ message }) => message.id),
      numbered.map(({ mailbox }) => mailbox.key),
      numbered.map((each) => each.number),
      numbered.map(({ message }) => JSON.stringify(message.content)),
      numbered.map(({ message }) => roomIdOf(message.content)),
      numbered.map(({ message }) => message.createdAt),
    ],
  });
}

async function insertMails(client: PoolClient, numbered: readonly Numbered[]): Promise<void> {
  await client.query({
    name: 'insert-mails',
    text: `INSERT INTO mails (message_id, customer_key, due_at, created_at)
      SELECT id, customer_key, CASE WHEN has_address THEN created_at ELSE 'infinity' END, created_at
      FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::timestamptz[])
        AS new (id, customer_key, has_address, created_at)`,
    values: [
      numbered.map(({ message }) => message.id),
      numbered.map(({ mailbox }) => mailbox.key),
      numbered.map(({ mailbox }) => mailbox.has_address),
      numbered.map(({ message }) => message.createdAt),
    ],
  });
}

function toEvent({ message, mailbox, version, unreadCount }: Numbered): CloudEvent {
  const { customerId, cause } = message;
  const { key, language: chosen, token_language: ofToken } = mailbox;
  const published = messageSent(message, languageOf({ chosen, ofToken }), { customerId, unreadCount });
  return cloudEvent(published, { key, version, cause });
}

function cloudEvent(
  { definition: { type }, data, time }: PublishedMessage,
  { key, version, cause }: { readonly key: string; readonly version: number; readonly cause: Cause },
): CloudEvent {
  return { id: newId(), type, aggregateId: key, version, time, cause, data };
}
