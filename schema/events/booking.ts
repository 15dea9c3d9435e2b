import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, hostReference, instant, money, reference, slot } from './values.ts';

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
  /** Missing in events from before it was told. */
  cancelledBy: z.enum(['CUSTOMER', 'HOST', 'ADMIN', 'SYSTEM', 'PROVIDER']).nullish(),
});

/**
 * The slot is held while the payment is authorised. Subject: `booking.requested.<bookingId>`; others alike.
 */
export const bookingRequested = defineEvent('booking', 'requested', z.object({ booking }));

/** The payment waits for its customer, such as to say yes to their bank; the slot is held until then. */
export const bookingActionRequired = defineEvent(
  'booking',
  'actionRequired',
  z.object({ booking, expiresAt: instant }),
);

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
    /** PAYMENT_EXPIRED: the customer had to act, and did not in time. */
    reason: z.enum(['PAYMENT_DECLINED', 'PAYMENT_REFUSED', 'PAYMENT_UNAVAILABLE', 'PAYMENT_EXPIRED']),
    /** The provider's code for the reason of a decline or refusal. */
    declineCode: z.string().nullable(),
  }),
);

/** The slot is free again. Payment voids or refunds the money, and room releases the room. */
export const bookingCancelled = defineEvent(
  'booking',
  'cancelled',
  z.object({ booking, cancelledBy: z.enum(['CUSTOMER', 'STAFF', 'ROOM', 'PAYMENT', 'PROVIDER']) }),
);

/** Its slot has ended. */
export const bookingCompleted = defineEvent('booking', 'completed', z.object({ booking }));

/** The room of a booking that is not over belongs to another host, who may follow the booking from now on. */
export const bookingTransferred = defineEvent('booking', 'transferred', z.object({ booking }));

/** The most bookings that one event of an erasure names. */
export const MOST_ERASED_BOOKINGS = 1_000;

/**
 * What is stored about a customer is to be erased. In what stays of these bookings, which are over, the
 * pseudonym takes the place of the customer's id; everything else about the customer goes. The event is sent
 * again until nothing about the customer was on its way when it was handled, and is then erased itself: see
 * docs/privacy.md. Subject: `booking.customerErased.<erasureId>`.
 */
export const customerErased = defineEvent(
  'booking',
  'customerErased',
  z.object({
    customer: customerReference,
    pseudonym: z.string(),
    bookings: z.array(z.object({ id: z.uuid(), room: reference })).max(MOST_ERASED_BOOKINGS),
  }),
);
