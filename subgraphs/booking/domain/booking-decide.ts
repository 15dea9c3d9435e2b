import { type Actor, manages } from '../../../platform/decisions/actor.ts';
import {
  accept,
  type Decider,
  type Decision,
  reject,
  unreachable,
} from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import {
  type Booking,
  type BookingDetails,
  type BookingEvent,
  type BookingState,
  type BookingStatus,
  bookingAt,
  type CancelledBy,
  type CustomerAction,
  evolve,
  type RejectionReason,
} from './booking.ts';

export type BookingCommand =
  | { readonly type: 'request'; readonly at: Instant; readonly details: BookingDetails }
  | { readonly type: 'recordAuthorization'; readonly at: Instant }
  /** The payment waits for the customer. */
  | { readonly type: 'awaitCustomer'; readonly at: Instant; readonly action: CustomerAction }
  | {
      readonly type: 'rejectForPayment';
      readonly at: Instant;
      readonly reason: RejectionReason;
      readonly declineCode: string | null;
    }
  /** The time of an unpaid hold may be over. */
  | {
      readonly type: 'releaseHold';
      readonly at: Instant;
      /** A hold whose customer does not have to act ends when it was requested before this instant. */
      readonly requestedBefore: Instant;
    }
  | { readonly type: 'confirm'; readonly at: Instant }
  /** A customer cancels an own booking, or who manages the room any booking of it. */
  | {
      readonly type: 'cancel';
      readonly at: Instant;
      readonly actor: Actor;
      /** The current host of the room. */
      readonly hostId: string | null;
      readonly reason: string | null;
    }
  /** The room, the payment service or the payment provider does not serve the booking. */
  | {
      readonly type: 'withdraw';
      readonly at: Instant;
      readonly by: 'ROOM' | 'PAYMENT' | 'PROVIDER';
      readonly reason: string;
    }
  | { readonly type: 'complete'; readonly at: Instant }
  | { readonly type: 'transferRoom'; readonly at: Instant; readonly hostId: string | null };

export type BookingRejection =
  | { readonly kind: 'BookingNotFound' }
  | { readonly kind: 'BookingNotCancellable'; readonly status: BookingStatus };

/**
 * Decides a command. One that has had its effect already, or that comes too late to have one, is accepted
 * without events: commands may be repeated, and events of other services may arrive out of order.
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
      // A booking that is rejected or cancelled by now stays so: payment reacts to that event and voids.
      return state.status === 'REQUESTED' ? accept({ type: 'BookingPaid', at }) : accept();

    case 'awaitCustomer': {
      if (state.status !== 'REQUESTED' || state.action !== null) return accept();
      const { action } = command;
      // Nobody wants to pay for a slot that is over.
      const expiresAt = action.expiresAt < state.slot.end ? action.expiresAt : state.slot.end;
      return accept({ type: 'PaymentActionRequired', at, action: { ...action, expiresAt } });
    }

    case 'rejectForPayment': {
      if (state.status !== 'REQUESTED') return accept();
      const { reason, declineCode } = command;
      // That payment does not answer now is no reason while the customer has time to act.
      if (reason === 'PAYMENT_UNAVAILABLE' && state.action !== null) return accept();
      return accept({ type: 'BookingRejected', at, reason, declineCode });
    }

    case 'releaseHold': {
      if (state.status !== 'REQUESTED') return accept();
      const { requestedAt, action } = state;
      const isOver = action ? action.expiresAt <= at : requestedAt < command.requestedBefore;
      if (!isOver) return accept();
      const reason = action ? 'PAYMENT_EXPIRED' : 'PAYMENT_UNAVAILABLE';
      return accept({ type: 'BookingRejected', at, reason, declineCode: null });
    }

    case 'confirm':
      return state.status === 'PAID' ? accept({ type: 'BookingConfirmed', at }) : accept();

    case 'complete':
      if (state.status !== 'CONFIRMED' || bookingAt(state, at).status !== 'COMPLETED') return accept();
      return accept({ type: 'BookingCompleted', at });

    case 'cancel': {
      const { actor, hostId, reason } = command;
      const by = cancelling(actor, state.customerId, hostId);
      // To anyone else, the booking does not exist.
      return by ? cancel(bookingAt(state, at), { at, by, reason }) : reject({ kind: 'BookingNotFound' });
    }

    case 'withdraw':
      return cancel(bookingAt(state, at), command);

    case 'transferRoom': {
      const { hostId } = command;
      if (!isActive(state) || state.room.hostId === hostId) return accept();
      return accept({ type: 'RoomTransferred', at, hostId });
    }

    default:
      return unreachable(command);
  }
}

/** As what a person may cancel a booking; undefined for one who may not. */
function cancelling(actor: Actor, customerId: string, hostId: string | null): CancelledBy | undefined {
  if (actor.subject === customerId) return 'CUSTOMER';
  if (!manages(actor, hostId)) return undefined;
  return actor.subject === hostId ? 'HOST' : 'ADMIN';
}

/** Whether the booking may still change, which is when somebody follows it. */
function isActive({ status }: Booking): boolean {
  return status === 'REQUESTED' || status === 'PAID' || status === 'CONFIRMED';
}

/** @param booking as it is at the instant of the command */
function cancel(
  { status }: Booking,
  { at, by, reason }: { readonly at: Instant; readonly by: CancelledBy; readonly reason: string | null },
): Decision<BookingEvent, BookingRejection> {
  switch (status) {
    case 'REQUESTED':
    case 'PAID':
    case 'CONFIRMED':
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
