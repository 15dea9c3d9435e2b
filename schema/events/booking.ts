import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, instant, money, slot } from './values.ts';

/** A booking as it stands after the event, shaped like `Booking` in the graph. */
const booking = z.object({
  id: z.uuid(),
  status: z.enum(['REQUESTED', 'PAID', 'CONFIRMED', 'REJECTED', 'CANCELLED', 'COMPLETED']),
  room: z.object({ id: z.uuid(), name: z.string() }),
  customer: customerReference,
  slot,
  price: money,
  requestedAt: instant,
  cancelledAt: instant.nullable(),
  cancellationReason: z.string().nullable(),
});

/**
 * The slot is held while payment is sought. Subject: `booking.requested.<bookingId>` and so on for the
 * others.
 */
export const bookingRequested = defineEvent('booking', 'requested', z.object({ booking }));

/** The money is secured (authorised); the room is to be assigned. */
export const bookingPaid = defineEvent('booking', 'paid', z.object({ booking }));

/** The room is assigned and the money captured. */
export const bookingConfirmed = defineEvent('booking', 'confirmed', z.object({ booking }));

/** It came to nothing and the slot is free again; whatever may be authorised for it is to be voided. */
export const bookingRejected = defineEvent(
  'booking',
  'rejected',
  z.object({
    booking,
    reason: z.enum(['PAYMENT_DECLINED', 'PAYMENT_UNAVAILABLE']),
    /** The provider's word for why it declined. */
    declineCode: z.string().nullable(),
  }),
);

/** The slot is free again; money is to be voided or refunded and the room released. */
export const bookingCancelled = defineEvent(
  'booking',
  'cancelled',
  z.object({ booking, cancelledBy: z.enum(['CUSTOMER', 'STAFF', 'ROOM', 'PAYMENT']) }),
);

/** Its slot has passed. */
export const bookingCompleted = defineEvent('booking', 'completed', z.object({ booking }));
