import type { Cause } from '../../../platform/decisions/cause.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import { addMilliseconds, type Instant } from '../../../platform/decisions/values.ts';
import { type InvalidInput, invalid } from '../../../platform/input.ts';
import {
  type Booking,
  type CustomerAction,
  METHOD_UNKNOWN,
  type RejectionReason,
} from '../domain/booking.ts';
import type { BookingCommand } from '../domain/booking-decide.ts';
import { type PaymentRefused, refusalOf } from './payable-price.ts';
import type { Authorization, Dependencies, PaymentUnavailable } from './ports.ts';

/** What a booking comes to after its payment was asked for. */
export type PaymentOutcome =
  | { readonly kind: 'BookRoomSuccess'; readonly booking: Booking }
  | PaymentActionRequired
  | Extract<Authorization, { kind: 'PaymentDeclined' }>
  /** The customer had to act, and did not in time. */
  | { readonly kind: 'PaymentExpired' }
  | (PaymentUnavailable & Abandoned)
  | (PaymentRefused & Abandoned)
  | (InvalidInput & Abandoned);

/** The customer has to act: the slot is held until then, and nothing is charged yet. */
export type PaymentActionRequired = {
  readonly kind: 'PaymentActionRequired';
  readonly bookingId: string;
} & CustomerAction;

type Abandoned = {
  /**
   * The booking that was held and then rejected. Its command has ended, so that a retry needs a new command.
   */
  readonly rejectedBooking?: string;
};

/** Applies the result of an authorisation to the booking, and returns the booking. */
export type SettleAuthorization = (
  id: string,
  authorization: Authorization,
  cause: Cause,
) => Promise<Booking>;

export const GIVE_PAYMENT_METHOD = 'Give a payment method of the payment provider, such as pm_card_visa.';
/** The slot of a rejected booking is free at once. */
const RETRY_AFTER_S = 1;

/** @param actionLimitMs how long the slot is held for a customer who has to act, in milliseconds */
export function createSettleAuthorization({
  handleBooking,
  clock,
  actionLimitMs,
}: Pick<Dependencies, 'handleBooking' | 'clock'> & {
  readonly actionLimitMs: number;
}): SettleAuthorization {
  return async (id, authorization, cause) => {
    const settled = await handleBooking(id, () => toCommand(authorization, clock(), actionLimitMs), {
      cause,
    });
    if (!settled.accepted || !settled.state)
      throw new Error(`The booking ${id} disappeared during its payment`);
    return settled.state;
  };
}

/** The outcome of a booking after its payment was authorised or refused. */
export function outcomeOf(booking: Booking): PaymentOutcome {
  if (booking.status === 'REQUESTED' && booking.action)
    return { kind: 'PaymentActionRequired', bookingId: booking.id, ...booking.action };
  if (booking.status !== 'REJECTED') return { kind: 'BookRoomSuccess', booking };
  const { id, reason, declineCode } = booking;
  switch (reason) {
    case 'PAYMENT_UNAVAILABLE':
      return { kind: 'PaymentUnavailable', retryAfterSeconds: RETRY_AFTER_S, rejectedBooking: id };
    case 'PAYMENT_DECLINED':
      if (declineCode === METHOD_UNKNOWN)
        return { ...invalid('paymentMethod', 'UNKNOWN', GIVE_PAYMENT_METHOD), rejectedBooking: id };
      return { kind: 'PaymentDeclined', declineCode: declineCode ?? 'generic_decline' };
    case 'PAYMENT_EXPIRED':
      return { kind: 'PaymentExpired' };
    case 'PAYMENT_REFUSED':
      return { ...refusalOf(declineCode), rejectedBooking: id };
    default:
      return unreachable(reason);
  }
}

/** The command that applies the result of an authorisation. */
function toCommand(authorization: Authorization, at: Instant, actionLimitMs: number): BookingCommand {
  const rejectFor = (reason: RejectionReason, declineCode: string | null) =>
    ({ type: 'rejectForPayment', at, reason, declineCode }) as const;
  switch (authorization.kind) {
    case 'Authorized':
      return { type: 'recordAuthorization', at };
    case 'ActionRequired': {
      const { clientSecret, redirectUrl } = authorization;
      const expiresAt = addMilliseconds(at, actionLimitMs);
      return { type: 'awaitCustomer', at, action: { clientSecret, redirectUrl, expiresAt } };
    }
    case 'PaymentDeclined':
      return rejectFor('PAYMENT_DECLINED', authorization.declineCode);
    case 'PaymentMethodUnknown':
      return rejectFor('PAYMENT_DECLINED', METHOD_UNKNOWN);
    case 'PaymentRefused':
      return rejectFor('PAYMENT_REFUSED', authorization.code);
    case 'PaymentUnavailable':
      return rejectFor('PAYMENT_UNAVAILABLE', null);
    default:
      return unreachable(authorization);
  }
}
