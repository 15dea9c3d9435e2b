import type { Actor } from '../../../platform/decisions/actor.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { Booking, BookingStatus } from '../domain/booking.ts';
import type { Authorization, Dependencies, PaymentUnavailable } from './ports.ts';
import type { PaymentActionRequired, SettleAuthorization } from './settle-authorization.ts';

export type ConfirmPayment = CommandContext & { readonly bookingId: string; readonly actor: Actor };

export type ConfirmPaymentOutcome =
  | { readonly kind: 'ConfirmPaymentSuccess'; readonly bookingId: string }
  | PaymentActionRequired
  | Extract<Authorization, { kind: 'PaymentDeclined' }>
  | { readonly kind: 'PaymentExpired' }
  | PaymentUnavailable
  /** The booking has ended otherwise. */
  | { readonly kind: 'BookingNotPayable'; readonly status: BookingStatus }
  | NotFound;

/**
 * Asks how far the payment of an own booking is whose customer had to act, and goes on with the booking.
 * While payment does not answer, the booking waits as before.
 */
export function createConfirmPayment({
  settleAuthorization,
  bookings,
  payments,
}: Pick<Dependencies, 'bookings' | 'payments'> & { readonly settleAuthorization: SettleAuthorization }) {
  return async ({ bookingId, actor, cause }: ConfirmPayment): Promise<ConfirmPaymentOutcome> => {
    const id = parseUuid(bookingId);
    const { state: stored } = id ? await bookings.load(id) : { state: undefined };
    // To anyone else, the booking does not exist.
    if (!id || stored?.customerId !== actor.subject) return notFound(bookingId);
    if (stored.status !== 'REQUESTED') return toOutcome(stored);
    const authorization = await payments.confirm({ bookingId: id, cause });
    // The request for the payment may be on its way, in which case its own answer counts.
    if (authorization.kind === 'PaymentUnavailable' && !stored.action) return authorization;
    return toOutcome(await settleAuthorization(id, authorization, cause));
  };
}

function toOutcome(booking: Booking): Exclude<ConfirmPaymentOutcome, NotFound> {
  const { id, status } = booking;
  switch (status) {
    case 'PAID':
    case 'CONFIRMED':
    case 'COMPLETED':
      return { kind: 'ConfirmPaymentSuccess', bookingId: id };
    case 'REQUESTED':
      return booking.action
        ? { kind: 'PaymentActionRequired', bookingId: id, ...booking.action }
        : { kind: 'BookingNotPayable', status };
    case 'REJECTED':
      if (booking.reason === 'PAYMENT_EXPIRED') return { kind: 'PaymentExpired' };
      return booking.reason === 'PAYMENT_DECLINED'
        ? { kind: 'PaymentDeclined', declineCode: booking.declineCode ?? 'generic_decline' }
        : { kind: 'BookingNotPayable', status };
    case 'CANCELLED':
      return { kind: 'BookingNotPayable', status };
    default:
      return unreachable(status);
  }
}
