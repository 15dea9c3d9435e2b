import type { Connection } from '../../../platform/subgraph/pagination.ts';
import type { Message } from '../domain/message.ts';

/** A page of a customer's messages. */
export type MessageList = Connection<Message> & {
  /** Counts the unread messages, whatever the list contains. It runs only when a client asks for it. */
  readonly unreadCount: () => Promise<number>;
};
