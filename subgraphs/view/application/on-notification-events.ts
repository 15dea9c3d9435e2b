import { messageSent, messagesRead } from '../../../schema/events/notification.ts';
import { type Projection, project } from './projection.ts';

/** How many messages each customer has not read. */
export const notificationProjections: readonly Projection[] = project(
  'mailboxes',
  [messageSent, messagesRead] as const,
  ({ customer, unreadCount }, { version }) => ({ customerId: customer.id, version, unreadCount }),
);
