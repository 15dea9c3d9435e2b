import type { Instant, Money } from '../../../platform/decisions/values.ts';

export type Slot = { readonly start: Instant; readonly end: Instant };

/** A room under the name that it had when the message was caused. */
export type NamedRoom = { readonly id: string; readonly name: string };

/** A room or a course under the name that it had when it was bookmarked. */
export type NamedTarget = { readonly type: 'ROOM' | 'COURSE'; readonly id: string; readonly name: string };

type OfBooking = { readonly bookingId: string };
type OfUse = OfBooking & { readonly room: NamedRoom; readonly slot: Slot };
type OfBookmark = { readonly target: NamedTarget };

/** What each kind of message tells: facts, which are worded when somebody reads them. */
type Facts = {
  readonly BOOKING_CONFIRMED: OfUse & { readonly price: Money };
  readonly BOOKING_REJECTED: OfUse & {
    readonly reason: 'PAYMENT_DECLINED' | 'PAYMENT_REFUSED' | 'PAYMENT_UNAVAILABLE' | 'PAYMENT_EXPIRED';
  };
  readonly BOOKING_CANCELLED: OfUse & {
    readonly by: 'CUSTOMER' | 'STAFF' | 'ROOM' | 'PAYMENT' | 'PROVIDER';
    /** In the words of who cancelled it. */
    readonly reason: string | null;
  };
  readonly BOOKING_REFUNDED: OfBooking & { readonly amount: Money };
  readonly ROOM_ASSIGNED: OfUse;
  readonly ROOM_UNASSIGNED: OfUse & { readonly reason: 'BOOKING_CANCELLED' | 'ROOM_CLOSED' | 'ROOM_DELETED' };
  readonly BOOKMARK_ADDED: OfBookmark;
  readonly BOOKMARK_REMOVED: OfBookmark;
};

export type MessageKind = keyof Facts;

/** The content of a message of one kind. */
export type ContentOf<Kind extends MessageKind> = Facts[Kind] & { readonly kind: Kind };

export type MessageContent = { [Kind in MessageKind]: ContentOf<Kind> }[MessageKind];

/** A message to a customer. */
export type Message = {
  readonly id: string;
  /** Counts the customer's messages from 1 on. */
  readonly number: number;
  readonly content: MessageContent;
  /** The time zone of the room that it is about; null without a room, or when the room is not known. */
  readonly timeZone: string | null;
  readonly createdAt: Instant;
  /** Null while it is unread. */
  readonly readAt: Instant | null;
};

/** How many messages of a customer are kept: the newest. */
export const MOST_MESSAGES = 1_000;

/**
 * The age beyond which an event is no news: a service that starts to read the streams from the beginning does
 * not tell people what happened long ago.
 */
export const NEWS_MS = 7 * 24 * 3_600_000;

/** The room that a message is about; null when it is about none. */
export function roomIdOf(content: MessageContent): string | null {
  return 'room' in content ? content.room.id : null;
}
