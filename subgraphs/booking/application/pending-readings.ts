import { type Reading, shared } from '../../../platform/service/reading.ts';
import type { BookingQueries, PendingBookings } from './ports.ts';

/** A booking that waits for longer than this for its next step needs a look, in milliseconds. */
const OVERDUE_MS = 60_000;

/** The gauges of the bookings that are under way: REQUESTED or PAID. */
export function pendingReadings(readPending: BookingQueries['pending']): readonly Reading[] {
  const read = shared(() => readPending(OVERDUE_MS));
  const by = (value: (pending: PendingBookings) => number) => async () =>
    new Map((await read()).map((each) => [each.status, value(each)]));
  return [
    {
      name: 'booking_pending_bookings',
      help: 'Bookings that are under way, by status',
      label: 'status',
      read: by(({ count }) => count),
    },
    {
      name: 'booking_pending_oldest_age_seconds',
      help: 'Age of the oldest booking that is under way, by status; a customer who has to act does not count',
      label: 'status',
      read: by(({ oldestAgeSeconds }) => oldestAgeSeconds),
    },
    {
      name: 'booking_overdue_bookings',
      help: 'Bookings under way for more than a minute, by status; a customer who has to act does not count',
      label: 'status',
      read: by(({ overdue }) => overdue),
    },
  ];
}
