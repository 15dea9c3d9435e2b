import {
  bookingActionRequired,
  bookingCancelled,
  bookingCompleted,
  bookingConfirmed,
  bookingPaid,
  bookingRejected,
  bookingRequested,
  bookingTransferred,
} from '../../../schema/events/booking.ts';
import { type Projection, project } from './projection.ts';

const ABOUT_BOOKINGS = [
  bookingRequested,
  bookingActionRequired,
  bookingPaid,
  bookingConfirmed,
  bookingRejected,
  bookingCancelled,
  bookingCompleted,
  bookingTransferred,
] as const;

/** The bookings. */
export const bookingProjections: readonly Projection[] = project(
  'bookings',
  ABOUT_BOOKINGS,
  ({ booking: { id, room, customer, status, slot, price } }, { version }) => ({
    id,
    version,
    roomId: room.id,
    roomName: room.name,
    customerId: customer.id,
    status,
    startsAt: slot.start,
    endsAt: slot.end,
    amount: price.amount,
    currency: price.currency,
  }),
);
