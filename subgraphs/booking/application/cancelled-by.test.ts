import { expect, test } from 'vitest';
import { bookingCancelled } from '../../../schema/events/booking.ts';
import type { Booking, BookingDetails, CancelledBy } from '../domain/booking.ts';
import { shownCancelledBy } from './cancelled-by.ts';
import { toMessage } from './published-events.ts';

const AT = '2030-05-01T09:00:00.000Z';
const ID = '0190b6a0-0000-7000-8000-000000000001';
const details: BookingDetails = {
  id: ID,
  room: { id: ID, name: 'Han', hostId: 'henry' },
  customerId: 'alice',
  slot: { start: AT, end: '2030-05-01T10:00:00.000Z' },
  price: { amount: 1_000, currency: 'KRW' },
  requestedAt: AT,
};

const cancelled = (by: CancelledBy): Booking => ({
  ...details,
  status: 'CANCELLED',
  cancelledAt: AT,
  cancelledBy: by,
  cancellationReason: null,
});

test.each<[CancelledBy, string | null, string]>([
  ['CUSTOMER', 'CUSTOMER', 'CUSTOMER'],
  ['HOST', 'HOST', 'STAFF'],
  ['ADMIN', 'ADMIN', 'STAFF'],
  // From before the two were told apart.
  ['STAFF', null, 'STAFF'],
  ['ROOM', 'SYSTEM', 'ROOM'],
  ['PAYMENT', 'SYSTEM', 'PAYMENT'],
])('cancelled by %s is shown as %s; services are told %s', (by, shown, told) => {
  expect(shownCancelledBy(cancelled(by))).toBe(shown);
  const { data } = toMessage({ type: 'BookingCancelled', at: AT, by, reason: null }, cancelled(by));
  expect(bookingCancelled.data.parse(data)).toMatchObject({
    cancelledBy: told,
    booking: { cancelledBy: shown },
  });
});

test('a booking that is not cancelled was cancelled by nobody', () => {
  expect(shownCancelledBy({ ...details, status: 'PAID' })).toBeNull();
});
