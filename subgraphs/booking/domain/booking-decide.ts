import type { Decider } from '../../../platform/decisions/decider.ts';
import { accept, type Decision, reject, unreachable } from '../../../platform/decisions/decision.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import {
  type Booking,
  type BookingDetails,
  type BookingEvent,
  type BookingState,
  type BookingStatus,
  type CancelledBy,
  evolve,
  type RejectionReason,
} from './booking.ts';

export type BookingCommand =
  | { readonly type: 'request'; readonly at: Instant; readonly details: BookingDetails }
  | { readonly type: 'recordAuthorization'; readonly at: Instant }
  | {
      readonly type: 'rejectForPayment';
      readonly at: Instant;
      readonly reason: RejectionReason;
      readonly declineCode: string | null;
    }
  | { readonly type: 'confirm'; readonly at: Instant }
  /** A person asks for it: the customer for their own bookings, staff for all. */
  | {
      readonly type: 'cancel';
      readonly at: Instant;
      readonly caller: { readonly subject: string; readonly isStaff: boolean };
      readonly reason: string | null;
    }
  /** Room or payment cannot do their part. */
  | {
      readonly type: 'withdraw';
      readonly at: Instant;
      readonly by: 'ROOM' | 'PAYMENT';
      readonly reason: string;
    }
  | { readonly type: 'complete'; readonly at: Instant };

export type BookingRejection =
  | { readonly kind: 'BookingNotFound' }
  | { readonly kind: 'BookingNotCancellable'; readonly status: BookingStatus };

/**
 * Decides what follows from a command. A command whose effect is there already, or that came too late to matter, is
 * accepted without events: commands may be given twice and events may arrive out of order.
 */
export function decide(
  command: BookingCommand,
  state: BookingState,
): Decision<BookingEvent, BookingRejection> {
  if (command.type === 'request') {
    return state ? accept() : accept({ type: 'BookingRequested', at: command.at, details: command.details });
  }
  if (!state) return reject({ kind: 'BookingNotFound' });
  const { at } = command;

  switch (command.type) {
    case 'recordAuthorization':
      // Rejected or cancelled meanwhile: payment hears of that by itself and voids.
      return state.status === 'REQUESTED' ? accept({ type: 'BookingPaid', at }) : accept();

    case 'rejectForPayment':
      if (state.status !== 'REQUESTED') return accept();
      return accept({
        type: 'BookingRejected',
        at,
        reason: command.reason,
        declineCode: command.declineCode,
      });

    case 'confirm':
      return state.status === 'PAID' ? accept({ type: 'BookingConfirmed', at }) : accept();

    case 'complete':
      if (state.status !== 'CONFIRMED' || state.slot.end > at) return accept();
      return accept({ type: 'BookingCompleted', at });

    case 'cancel': {
      const { caller, reason } = command;
      const isOwn = state.customerId === caller.subject;
      // For customers, other people's bookings do not exist.
      if (!isOwn && !caller.isStaff) return reject({ kind: 'BookingNotFound' });
      return cancel(state, { at, by: isOwn ? 'CUSTOMER' : 'STAFF', reason });
    }

    case 'withdraw':
      return cancel(state, command);

    default:
      return unreachable(command);
  }
}

function cancel(
  { status, slot }: Booking,
  { at, by, reason }: { readonly at: Instant; readonly by: CancelledBy; readonly reason: string | null },
): Decision<BookingEvent, BookingRejection> {
  switch (status) {
    case 'REQUESTED':
    case 'PAID':
      return accept({ type: 'BookingCancelled', at, by, reason });
    case 'CONFIRMED':
      // The slot is over, although the booking is not yet completed.
      if (slot.end <= at) return reject({ kind: 'BookingNotCancellable', status: 'COMPLETED' });
      return accept({ type: 'BookingCancelled', at, by, reason });
    case 'REJECTED':
    case 'CANCELLED':
    case 'COMPLETED':
      return reject({ kind: 'BookingNotCancellable', status });
    default:
      return unreachable(status);
  }
}

export const bookingDecider: Decider<BookingState, BookingCommand, BookingEvent, BookingRejection> = {
  decide,
  evolve,
  initialState: undefined,
};
