import { message, type Message as PublishedMessage } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/notification.ts';
import type { Language } from '../domain/language.ts';
import type { Message, MessageContent } from '../domain/message.ts';
import { wordingOf } from './texts/wording.ts';

/** The customer's messages after a change. */
export type MailboxAfter = { readonly customerId: string; readonly unreadCount: number };

/** The event of a new message. */
export function messageSent(
  { id, content, timeZone, createdAt }: Pick<Message, 'id' | 'content' | 'timeZone' | 'createdAt'>,
  language: Language,
  mailbox: MailboxAfter,
): PublishedMessage {
  return message(published.messageSent, createdAt, {
    ...mailboxData(mailbox),
    id,
    kind: content.kind,
    text: wordingOf({ content, timeZone }, language).text,
    booking: bookingOf(content),
    target: targetOf(content),
    createdAt,
    readAt: null,
  });
}

/** The event of messages that were read. */
export function messagesRead(ids: readonly string[], at: string, mailbox: MailboxAfter): PublishedMessage {
  return message(published.messagesRead, at, {
    ...mailboxData(mailbox),
    messages: ids.map((id) => ({ id })),
  });
}

/** The booking that a message is about, as the graph refers to it. */
export function bookingOf(content: MessageContent): { readonly id: string } | null {
  return 'bookingId' in content ? { id: content.bookingId } : null;
}

/** The room or course that a message is about, as the graph refers to it. */
export function targetOf(content: MessageContent) {
  if (!('target' in content)) return null;
  const { type, id } = content.target;
  return { __typename: type === 'ROOM' ? ('Room' as const) : ('Course' as const), id };
}

function mailboxData({ customerId, unreadCount }: MailboxAfter) {
  return { customer: { id: customerId }, unreadCount };
}
