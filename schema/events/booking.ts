import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, hostReference, instant, money, slot } from './values.ts';

/** A booking after the event, with the shape of `Booking` in the graph. */
const booking = z.object({
  id: z.uuid(),
  status: z.enum(['REQUESTED', 'PAID', 'CONFIRMED', 'REJECTED', 'CANCELLED', 'COMPLETED']),
  /** The host is null for a room of nobody, and missing in events from before rooms had hosts. */
  room: z.object({ id: z.uuid(), name: z.string(), host: hostReference.nullish() }),
  customer: customerReference,
  slot,
  price: money,
  requestedAt: instant,
  cancelledAt: instant.nullable(),
  cancellationReason: z.string().nullable(),
});

/**
 * The slot is held while the payment is authorised. Subject: `booking.requested.<bookingId>`; others alike.
 */
export const bookingRequested = defineEvent('booking', 'requested', z.object({ booking }));

/** The payment is authorised; the room is to be assigned. */
export const bookingPaid = defineEvent('booking', 'paid', z.object({ booking }));

/** The room is assigned and the payment captured. */
export const bookingConfirmed = defineEvent('booking', 'confirmed', z.object({ booking }));

/** The payment failed and the slot is free again. Payment voids what it may have authorised. */
export const bookingRejected = defineEvent(
  'booking',
  'rejected',
  z.object({
    booking,
    reason: z.enum(['PAYMENT_DECLINED', 'PAYMENT_UNAVAILABLE']),
    /** The provider's code for the reason of a decline. */
    declineCode: z.string().nullable(),
  }),
);

/** The slot is free again. Payment voids or refunds the money, and room releases the room. */
export const bookingCancelled = defineEvent(
  'booking',
  'cancelled',
  z.object({ booking, cancelledBy: z.enum(['CUSTOMER', 'STAFF', 'ROOM', 'PAYMENT']) }),
);

/** Its slot has ended. */
export const bookingCompleted = defineEvent('booking', 'completed', z.object({ booking }));

/** The room of a booking that is not over belongs to another host, who may follow the booking from now on. */
export const bookingTransferred = defineEvent('booking', 'transferred', z.object({ booking }));
