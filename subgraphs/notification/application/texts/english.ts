import type { ContentOf } from '../../domain/message.ts';
import type { Catalogue } from './catalogue.ts';

const REJECTED: Readonly<Record<ContentOf<'BOOKING_REJECTED'>['reason'], string>> = {
  PAYMENT_DECLINED: 'The payment was declined. Nothing was charged.',
  PAYMENT_REFUSED: 'The payment provider does not take this payment. Nothing was charged.',
  PAYMENT_EXPIRED: 'The payment was not confirmed in time. Nothing was charged.',
  PAYMENT_UNAVAILABLE: 'The payment could not be made in time. Nothing was charged.',
};

const CANCELLED: Readonly<Record<ContentOf<'BOOKING_CANCELLED'>['by'], string>> = {
  CUSTOMER: 'You have cancelled it.',
  STAFF: 'The host has cancelled it.',
  ROOM: 'The room is no longer available.',
  PAYMENT: 'The payment has failed.',
  PROVIDER: 'The money was refunded.',
};

const UNASSIGNED: Readonly<Record<ContentOf<'ROOM_UNASSIGNED'>['reason'], string>> = {
  BOOKING_CANCELLED: 'The booking is cancelled.',
  ROOM_CLOSED: 'The room is closed.',
  ROOM_DELETED: 'The room is no longer offered.',
};

export const ENGLISH: Catalogue = {
  locale: 'en-US',
  templates: {
    BOOKING_CONFIRMED: ({ room, slot, price }, { period, money }) => ({
      title: `Booking confirmed: ${room.name}`,
      text: `Your booking of ${room.name} is confirmed: ${period(slot)}. Price: ${money(price)}.`,
    }),
    BOOKING_REJECTED: ({ room, slot, reason }, { period }) => ({
      title: `Booking failed: ${room.name}`,
      text: `Your booking of ${room.name} did not succeed: ${period(slot)}. ${REJECTED[reason]}`,
    }),
    BOOKING_CANCELLED: ({ room, slot, by, reason }, { period }) => ({
      title: `Booking cancelled: ${room.name}`,
      text: [
        `Your booking of ${room.name} is cancelled: ${period(slot)}.`,
        CANCELLED[by],
        ...(reason === null ? [] : [`Reason: ${reason}`]),
      ].join(' '),
    }),
    BOOKING_REFUNDED: ({ amount }, { money }) => ({
      title: `Refund: ${money(amount)}`,
      text: `${money(amount)} for your booking is on its way back to you.`,
    }),
    ROOM_ASSIGNED: ({ room, slot }, { period }) => ({
      title: `Room assigned: ${room.name}`,
      text: `${room.name} is assigned to your booking: ${period(slot)}.`,
    }),
    ROOM_UNASSIGNED: ({ room, slot, reason }, { period }) => ({
      title: `Room released: ${room.name}`,
      text: `${room.name} is no longer assigned to your booking: ${period(slot)}. ${UNASSIGNED[reason]}`,
    }),
    BOOKMARK_ADDED: ({ target }) => ({
      title: `Bookmark added: ${target.name}`,
      text: `You have bookmarked ${target.name}.`,
    }),
    BOOKMARK_REMOVED: ({ target }) => ({
      title: `Bookmark removed: ${target.name}`,
      text: `You have removed your bookmark of ${target.name}.`,
    }),
  },
};
