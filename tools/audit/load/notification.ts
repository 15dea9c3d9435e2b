import { messageSent } from '../../../schema/events/notification.ts';
import { MOST_MESSAGES } from '../../../subgraphs/notification/domain/message.ts';
import type { EventRecord, MailboxRecord } from '../snapshot.ts';
import { collect, mapChunks } from './merge.ts';
import { type OpenSchema, readEvents, readSchema } from './postgres.ts';

type MailboxRow = {
  key: string;
  id: string;
  version: number;
  last_number: number;
  unread: number;
  messages_there: number;
  unread_there: number;
  messages_as_sent: number;
};

/** What a message tells, by its event. */
const TOLD_BY_EVENT = `(data ->> 'kind') || ' ' || coalesce(data #>> '{booking,id}', data #>> '{target,id}')`;
/** The same, by its content. */
const TOLD_BY_CONTENT = `(content ->> 'kind') || ' ' || coalesce(content ->> 'bookingId', content #>> '{target,id}')`;

/** Of those that were sent and of those that are there, the newest is the first. */
const MAILBOXES = `WITH sent AS (
    SELECT aggregate_id AS customer_key, (data ->> 'id')::uuid AS id, ${TOLD_BY_EVENT} AS told,
      row_number() OVER (PARTITION BY aggregate_id ORDER BY version DESC) AS place
    FROM events WHERE type = '${messageSent.type}'),
  kept AS (
    SELECT customer_key, id, ${TOLD_BY_CONTENT} AS told, read_at,
      row_number() OVER (PARTITION BY customer_key ORDER BY number DESC) AS place
    FROM messages),
  counted AS (
    SELECT customer_key, count(*) AS messages_there, count(*) FILTER (WHERE read_at IS NULL) AS unread_there,
      count(*) FILTER (WHERE sent.id IS NOT NULL) AS messages_as_sent
    FROM kept LEFT JOIN sent USING (customer_key, id, place, told) GROUP BY customer_key)
  SELECT key, id, version, last_number, unread, coalesce(messages_there, 0) AS messages_there,
    coalesce(unread_there, 0) AS unread_there, coalesce(messages_as_sent, 0) AS messages_as_sent
  FROM customers LEFT JOIN counted ON customer_key = key`;

/** Reads the mailboxes by their keys. */
export function readMailboxes(schema: OpenSchema): AsyncGenerator<readonly MailboxRecord[]> {
  return mapChunks(schema.chunks<MailboxRow>(`${MAILBOXES} ORDER BY key`), (row) => ({
    id: row.key,
    customerId: row.id,
    version: row.version,
    stored: { messages: Math.min(row.last_number, MOST_MESSAGES), unread: row.unread },
    there: { messages: row.messages_there, unread: row.unread_there, asSent: row.messages_as_sent },
  }));
}

/** Reads notification's events with what they tell. @param clause what follows `FROM events` */
export function readNotificationEvents(
  schema: OpenSchema,
  clause: string,
  values: readonly unknown[] = [],
): AsyncGenerator<readonly EventRecord[]> {
  return readEvents(schema, 'notification', clause, { tells: TOLD_BY_EVENT }, values);
}

/** Reads all events of messages. @throws CannotRead */
export function readNotification(url: string): Promise<{ readonly events: readonly EventRecord[] }> {
  return readSchema(url, 'notification', async (schema) => ({
    events: await collect(readNotificationEvents(schema, '')),
  }));
}
