import { unreachable } from '../../../platform/decisions/decider.ts';
import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { problem, toResult } from '../../../platform/subgraph/mutation.ts';
import type { BookRoomOutcome } from '../application/book-room.ts';
import type { CancelBookingOutcome } from '../application/cancel-booking.ts';
import type { ConfirmPaymentOutcome } from '../application/confirm-payment.ts';
import type { EraseCustomerOutcome } from '../application/erase-customer.ts';
import type { Booking } from '../domain/booking.ts';
import type { ResolversTypes } from '../schema.generated.ts';
import type { BookingContext } from './context.ts';

type Result<Name extends keyof ResolversTypes> = Promise<Awaited<ResolversTypes[Name]>>;

/**
 * The outcome as it is kept under an idempotency key: with the id of the booking, because the booking
 * changes. BookingWaits: its customer has to act, and a later attempt tells what it has come to.
 */
export type KeptBookRoomOutcome =
  | Exclude<BookRoomOutcome, { kind: 'BookRoomSuccess' | 'PaymentActionRequired' }>
  | { readonly kind: 'BookRoomSuccess'; readonly bookingId: string }
  | { readonly kind: 'BookingWaits'; readonly bookingId: string };

/** An outcome that is told: what waits is told as what it has come to. */
type ToldOutcome =
  | Exclude<BookRoomOutcome, { kind: 'BookRoomSuccess' }>
  | { readonly kind: 'BookRoomSuccess'; readonly bookingId: string };

const NO_SUCH_BOOKING = 'There is no such booking.';
const NO_SUCH_CUSTOMER = 'Nothing is known of such a customer.';

export async function toBookRoomResult(
  outcome: ToldOutcome | IdempotencyConflict,
  context: BookingContext,
): Result<'BookRoomResult'> {
  switch (outcome.kind) {
    case 'BookRoomSuccess':
      return { __typename: outcome.kind, booking: await stored(outcome.bookingId, context) };
    case 'SlotTaken':
      return problem(outcome, 'The room is taken at that time: choose another slot or room.');
    case 'RoomUnavailable':
      return problem(outcome, 'There is no such room, or it is out of service.');
    case 'TooManyAttempts':
      return problem(
        outcome,
        `Your payments were declined too often. Nothing is held: try again in ${outcome.retryAfterSeconds} s, with another payment method.`,
      );
    case 'PriceChanged':
      return problem(outcome, 'The price has changed: book again with the new price if it suits you.');
    case 'PaymentActionRequired':
    case 'PaymentDeclined':
    case 'PaymentExpired':
      return paymentProblem(outcome);
    case 'PaymentRefused':
      return problem(
        outcome,
        `The payment provider refuses this payment (${outcome.code}), whatever the card. The slot is not held and nothing was charged.`,
      );
    case 'PaymentUnavailable':
      return problem(
        outcome,
        `The payment service does not answer. The slot is not held and nothing was charged: try again in ${outcome.retryAfterSeconds} s.`,
      );
    default:
      return toResult(outcome, NO_SUCH_BOOKING);
  }
}

export async function toConfirmPaymentResult(
  outcome: ConfirmPaymentOutcome | IdempotencyConflict,
  context: BookingContext,
): Result<'ConfirmPaymentResult'> {
  switch (outcome.kind) {
    case 'ConfirmPaymentSuccess':
      return { __typename: outcome.kind, booking: await stored(outcome.bookingId, context) };
    case 'PaymentActionRequired':
    case 'PaymentDeclined':
    case 'PaymentExpired':
      return paymentProblem(outcome);
    case 'PaymentUnavailable':
      return problem(
        outcome,
        `The payment is not known yet, or its service does not answer: try again in ${outcome.retryAfterSeconds} s.`,
      );
    case 'BookingNotPayable':
      return problem(outcome, `The payment of a booking that is ${outcome.status} cannot be confirmed.`);
    default:
      return toResult(outcome, NO_SUCH_BOOKING);
  }
}

type PaymentProblem = Extract<
  ConfirmPaymentOutcome,
  { kind: 'PaymentActionRequired' | 'PaymentDeclined' | 'PaymentExpired' }
>;

function paymentProblem(outcome: PaymentProblem) {
  switch (outcome.kind) {
    case 'PaymentActionRequired':
      return problem(
        outcome,
        `Your bank wants your yes: give it until ${outcome.expiresAt}, then confirm the payment. The slot is held until then.`,
      );
    case 'PaymentDeclined':
      return problem(
        outcome,
        `The payment was declined (${outcome.declineCode}): use another payment method.`,
      );
    case 'PaymentExpired':
      return problem(
        outcome,
        'Your bank had no yes in time. The slot is not held and nothing was charged: book again.',
      );
    default:
      return unreachable(outcome);
  }
}

export async function toCancelBookingResult(
  outcome: CancelBookingOutcome | IdempotencyConflict,
  context: BookingContext,
): Result<'CancelBookingResult'> {
  switch (outcome.kind) {
    case 'CancelBookingSuccess':
      return { __typename: outcome.kind, booking: await stored(outcome.bookingId, context) };
    case 'BookingNotCancellable':
      return problem(outcome, `A booking that is ${outcome.status} cannot be cancelled.`);
    default:
      return toResult(outcome, NO_SUCH_BOOKING);
  }
}

export async function toEraseCustomerResult(
  outcome: EraseCustomerOutcome | IdempotencyConflict,
  customerId: string,
): Result<'EraseCustomerResult'> {
  switch (outcome.kind) {
    case 'EraseCustomerSuccess':
      return { __typename: outcome.kind, customerId };
    case 'CustomerHasBookings':
      return problem(
        outcome,
        `The customer has ${outcome.bookingCount} bookings that are not over: cancel them first, or wait for their end.`,
      );
    default:
      return toResult(outcome, NO_SUCH_CUSTOMER);
  }
}

async function stored(id: string, { loaders }: BookingContext): Promise<Booking> {
  const booking = await loaders.booking.load(id);
  if (!booking) throw new Error(`The booking ${id} is in an outcome but is not stored`);
  return booking;
}
