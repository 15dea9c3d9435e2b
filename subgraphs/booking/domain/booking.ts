import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant, Money } from '../../../platform/decisions/values.ts';
import type { Slot } from './slot.ts';

export type BookingDetails = {
  readonly id: string;
  /** The room, with its name at the time of booking, and its host as of the latest event of the booking. */
  readonly room: { readonly id: string; readonly name: string; readonly hostId: string | null };
  /** The subject of the customer's tokens. */
  readonly customerId: string;
  readonly slot: Slot;
  /** Fixed at the time of booking. */
  readonly price: Money;
  readonly requestedAt: Instant;
};

/** PAYMENT_EXPIRED: the customer had to act for the payment, and did not in time. */
export type RejectionReason =
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_REFUSED'
  | 'PAYMENT_UNAVAILABLE'
  | 'PAYMENT_EXPIRED';
/** The code of a declined payment whose payment method does not exist. */
export const METHOD_UNKNOWN = 'payment_method_unknown';
/**
 * - STAFF: the host or an admin, which was not told apart at the time
 * - PROVIDER: its money was refunded at the payment provider, without this platform
 */
export type CancelledBy = 'CUSTOMER' | 'HOST' | 'ADMIN' | 'STAFF' | 'ROOM' | 'PAYMENT' | 'PROVIDER';

/** What the customer has to do before the payment can be authorised, such as to say yes to their bank. */
export type CustomerAction = {
  /** With it, the provider's script in the browser leads the customer through. */
  readonly clientSecret: string;
  /** The page on which the customer acts; null when only the script can lead there. */
  readonly redirectUrl: string | null;
  /** Until when the slot is held for them. */
  readonly expiresAt: Instant;
};

/** The slot is held while the payment is authorised. */
export type Requested = BookingDetails & {
  readonly status: 'REQUESTED';
  /** Null unless the payment waits for the customer. */
  readonly action: CustomerAction | null;
};
/** The payment is authorised; the room is not assigned yet. */
export type Paid = BookingDetails & { readonly status: 'PAID' };
/** The room is assigned and the payment captured. */
export type Confirmed = BookingDetails & { readonly status: 'CONFIRMED' };
/** The slot of the confirmed booking has ended. */
export type Completed = BookingDetails & { readonly status: 'COMPLETED' };
/** The payment failed. The slot is free again. */
export type Rejected = BookingDetails & {
  readonly status: 'REJECTED';
  readonly reason: RejectionReason;
  /** The provider's code for the reason of a decline or refusal. */
  readonly declineCode: string | null;
};
/** Cancelled by a person or a service. The slot is free again. */
export type Cancelled = BookingDetails & {
  readonly status: 'CANCELLED';
  readonly cancelledAt: Instant;
  readonly cancelledBy: CancelledBy;
  readonly cancellationReason: string | null;
};

export type Booking = Requested | Paid | Confirmed | Completed | Rejected | Cancelled;
export type BookingStatus = Booking['status'];

/** Undefined before the first event. */
export type BookingState = Booking | undefined;

export type BookingRequested = {
  readonly type: 'BookingRequested';
  readonly at: Instant;
  readonly details: BookingDetails;
};

export type BookingEvent =
  | BookingRequested
  | { readonly type: 'PaymentActionRequired'; readonly at: Instant; readonly action: CustomerAction }
  | { readonly type: 'BookingPaid'; readonly at: Instant }
  | { readonly type: 'BookingConfirmed'; readonly at: Instant }
  | { readonly type: 'BookingCompleted'; readonly at: Instant }
  | {
      readonly type: 'BookingRejected';
      readonly at: Instant;
      readonly reason: RejectionReason;
      readonly declineCode: string | null;
    }
  | {
      readonly type: 'BookingCancelled';
      readonly at: Instant;
      readonly by: CancelledBy;
      readonly reason: string | null;
    }
  /** The room has another host, who follows the booking from now on. */
  | { readonly type: 'RoomTransferred'; readonly at: Instant; readonly hostId: string | null };

/**
 * A booking as it is at an instant: a confirmed one is completed from the end of its slot on, also before the
 * event of it is stored. Whatever is read or decided at an instant follows this rule.
 */
export function bookingAt(booking: Booking, at: Instant): Booking {
  const isOver = booking.status === 'CONFIRMED' && booking.slot.end <= at;
  return isOver ? { ...booking, status: 'COMPLETED' } : booking;
}

/** The booking after an event. Throws for an event of a booking that was never requested. */
export function evolve(state: BookingState, event: BookingEvent): Booking {
  if (event.type === 'BookingRequested') return { ...event.details, status: 'REQUESTED', action: null };
  if (!state) throw new Error(`${event.type} for a booking that was never requested`);
  const { id, room, customerId, slot, price, requestedAt } = state;
  const details: BookingDetails = { id, room, customerId, slot, price, requestedAt };
  switch (event.type) {
    case 'PaymentActionRequired':
      return { ...details, status: 'REQUESTED', action: event.action };
    case 'BookingPaid':
      return { ...details, status: 'PAID' };
    case 'BookingConfirmed':
      return { ...details, status: 'CONFIRMED' };
    case 'BookingCompleted':
      return { ...details, status: 'COMPLETED' };
    case 'BookingRejected':
      return { ...details, status: 'REJECTED', reason: event.reason, declineCode: event.declineCode };
    case 'BookingCancelled':
      return {
        ...details,
        status: 'CANCELLED',
        cancelledAt: event.at,
        cancelledBy: event.by,
        cancellationReason: event.reason,
      };
    case 'RoomTransferred':
      return { ...state, room: { ...room, hostId: event.hostId } };
    default:
      return unreachable(event);
  }
}
