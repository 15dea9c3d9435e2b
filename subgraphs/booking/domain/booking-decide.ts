import { accept, type Decision, reject, unreachable } from '../../../platform/decisions/index.ts';
import type {
  BookingDetails,
  BookingEvent,
  BookingState,
  BookingStatus,
  CancelledBy,
  RejectionReason,
} from './booking.ts';
import type { Instant } from './slot.ts';

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
  | {
      readonly type: 'cancel';
      readonly at: Instant;
      readonly by: CancelledBy;
      readonly reason: string | null;
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

    case 'cancel':
      return decideCancel(command, state.status, state.slot.end <= at);

    default:
      return unreachable(command);
  }
}

function decideCancel(
  { at, by, reason }: Extract<BookingCommand, { type: 'cancel' }>,
  status: BookingStatus,
  hasPassed: boolean,
): Decision<BookingEvent, BookingRejection> {
  switch (status) {
    case 'REQUESTED':
    case 'PAID':
      return accept({ type: 'BookingCancelled', at, by, reason });
    case 'CONFIRMED':
      // The slot is over, only the clock has not said so yet.
      if (hasPassed) return reject({ kind: 'BookingNotCancellable', status: 'COMPLETED' });
      return accept({ type: 'BookingCancelled', at, by, reason });
    case 'REJECTED':
    case 'CANCELLED':
    case 'COMPLETED':
      return reject({ kind: 'BookingNotCancellable', status });
    default:
      return unreachable(status);
  }
}
