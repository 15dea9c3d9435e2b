import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, instant, reference } from './values.ts';

/** A customer's messages after the event: a view keeps the count of the highest version. */
const mailbox = { customer: customerReference, unreadCount: z.int() };

/**
 * A customer is told something. The message has the shape of `Message` in the graph. The customer's name in
 * subjects is a UUID that is made from the subject of their tokens, which may be any text.
 * Subject: `notification.messageSent.<customerKey>`; the other alike.
 */
export const messageSent = defineEvent(
  'notification',
  'messageSent',
  z.object({
    ...mailbox,
    id: z.uuid(),
    kind: z.enum([
      'BOOKING_CONFIRMED',
      'BOOKING_REJECTED',
      'BOOKING_CANCELLED',
      'BOOKING_REFUNDED',
      'ROOM_ASSIGNED',
      'ROOM_UNASSIGNED',
      'BOOKMARK_ADDED',
      'BOOKMARK_REMOVED',
    ]),
    /** In the customer's language. */
    text: z.string(),
    booking: reference.nullable(),
    target: z.object({ __typename: z.enum(['Room', 'Course']), id: z.uuid() }).nullable(),
    createdAt: instant,
    /** Always null: the message is new. */
    readAt: instant.nullable(),
  }),
);

/** A customer has read messages. */
export const messagesRead = defineEvent(
  'notification',
  'messagesRead',
  z.object({ ...mailbox, messages: z.array(reference) }),
);
