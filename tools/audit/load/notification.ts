import { MOST_MESSAGES } from '../../../subgraphs/notification/domain/message.ts';
import type { ClaimRecord, EventRecord, MailboxRecord } from '../snapshot.ts';
import { readClaims, readEvents, readSchema } from './postgres.ts';

type MailboxRow = {
  key: string;
  version: number;
  last_number: number;
  unread: number;
  messages_there: number;
  unread_there: number;
};

const MAILBOXES = `SELECT key, version, last_number, unread,
    coalesce(messages_there, 0) AS messages_there, coalesce(unread_there, 0) AS unread_there
  FROM customers LEFT JOIN (
    SELECT customer_key, count(*) AS messages_there, count(*) FILTER (WHERE read_at IS NULL) AS unread_there
    FROM messages GROUP BY customer_key
  ) AS counted ON customer_key = key`;

export type NotificationStore = {
  readonly mailboxes: readonly MailboxRecord[];
  readonly events: readonly EventRecord[];
  readonly claims: readonly ClaimRecord[];
};

/** Reads notification's store. @throws CannotRead */
export function readNotification(url: string): Promise<NotificationStore> {
  return readSchema(url, 'notification', async (client) => {
    const { rows } = await client.query<MailboxRow>(MAILBOXES);
    return {
      mailboxes: rows.map(({ key, version, last_number, unread, messages_there, unread_there }) => ({
        id: key,
        version,
        stored: { messages: Math.min(last_number, MOST_MESSAGES), unread },
        there: { messages: messages_there, unread: unread_there },
      })),
      events: await readEvents(client, 'notification'),
      claims: await readClaims(client, 'notification'),
    };
  });
}
