import { subjectKey } from '../../../platform/identity/subject.ts';
import type { CloudEvent } from '../../../platform/messaging/event.ts';
import { insertEvents } from '../../../platform/postgres/event-log.ts';
import type { PoolClient } from '../../../platform/postgres/pool.ts';
import type { NewMessage } from '../application/ports.ts';
import { messageSent } from '../application/published-events.ts';
import { type Language, languageOf } from '../domain/language.ts';
import { MOST_MESSAGES, roomIdOf } from '../domain/message.ts';
import { eventOfCustomer } from './event-of-customer.ts';

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

/**
 * Stores messages with all that follows from them, in the transaction of the client. Returns false when all
 * of their events have been handled before.
 */
export async function storeMessages(
  client: PoolClient,
  messages: readonly NewMessage[],
  sendsMail: boolean,
): Promise<boolean> {
  const unhandled = await markHandled(client, messages);
  if (unhandled.length === 0) return false;
  const mailboxes = await trim(client, await count(client, unhandled));
  const numbered = number(unhandled, mailboxes);
  await insertMessages(client, numbered);
  await insertEvents(client, numbered.map(toEvent));
  if (sendsMail) await insertMails(client, numbered);
  return true;
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
  return eventOfCustomer(published, { key, version, cause });
}
