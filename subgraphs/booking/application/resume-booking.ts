import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Dependencies } from './ports.ts';
import { outcomeOf, type PaymentOutcome, type SettleAuthorization } from './settle-authorization.ts';

export type ResumeBooking = (request: {
  readonly bookingId: string;
  readonly cause: Cause;
}) => Promise<PaymentOutcome>;

/**
 * Tells what a booking has come to whose customer had to act. While it waits, payment is asked; without an
 * answer it waits as before.
 */
export function createResumeBooking({
  settleAuthorization,
  bookings,
  payments,
}: Pick<Dependencies, 'bookings' | 'payments'> & {
  readonly settleAuthorization: SettleAuthorization;
}): ResumeBooking {
  return async ({ bookingId, cause }) => {
    const { state } = await bookings.load(bookingId);
    if (!state) throw new Error(`The booking ${bookingId} waits but cannot be loaded`);
    if (state.status !== 'REQUESTED' || !state.action) return outcomeOf(state);
    const authorization = await payments.confirm({ bookingId, cause });
    return outcomeOf(await settleAuthorization(bookingId, authorization, cause));
  };
}
