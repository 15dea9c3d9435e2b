import { bookingProjections } from './on-booking-events.ts';
import { communityProjections } from './on-community-events.ts';
import { notificationProjections } from './on-notification-events.ts';
import { paymentProjections } from './on-payment-events.ts';
import { roomProjections } from './on-room-events.ts';
import { suppliesProjections } from './on-supplies-events.ts';
import type { Table } from './ports.ts';
import type { Projection } from './projection.ts';

/** What all events say about all tables. */
export const PROJECTIONS: readonly Projection[] = [
  ...roomProjections,
  ...bookingProjections,
  ...paymentProjections,
  ...suppliesProjections,
  ...communityProjections,
  ...notificationProjections,
];

/** The views, by the name of their field of `Query`, and the tables that they read. */
export const VIEWS = {
  roomBoard: ['rooms', 'roomStatuses', 'bookings', 'stocks', 'engagements'],
  supplyStock: ['rooms', 'stocks'],
  courseBoard: ['courses', 'engagements'],
  myPage: ['rooms', 'bookings', 'payments', 'courses', 'bookmarks', 'mailboxes'],
} as const satisfies Readonly<Record<string, readonly Table[]>>;

export type ViewName = keyof typeof VIEWS;

/** The contexts whose events a view consists of. */
export function contextsOf(view: ViewName): readonly string[] {
  const tables: readonly Table[] = VIEWS[view];
  const sources = PROJECTIONS.filter(({ table }) => tables.includes(table));
  return [...new Set(sources.map(({ definition }) => definition.context))];
}
