import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { PaymentActionRequired } from '../application/settle-authorization.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import {
  type KeptBookRoomOutcome,
  toBookRoomResult,
  toCancelBookingResult,
  toConfirmPaymentResult,
  toEraseCustomerResult,
} from './results.ts';

export const mutations: MutationResolvers = {
  async bookRoom(_parent, { input }, context) {
    const { services, loaders, identity, cause } = context;
    /** What this attempt has come to when the customer has to act. */
    let waiting: PaymentActionRequired | undefined;
    const outcome = await executeOnce<typeof input, KeptBookRoomOutcome>(
      context,
      'bookRoom',
      input,
      async (command) => {
        const booked = await services.bookRoom({ ...command, customerId: identity.subject });
        if (booked.kind === 'PaymentActionRequired') {
          waiting = booked;
          return { kind: 'BookingWaits', bookingId: booked.bookingId };
        }
        if (booked.kind !== 'BookRoomSuccess') return booked;
        const { kind, booking, room, payment } = booked;
        loaders.booking.clear(booking.id).prime(booking.id, booking);
        if (room) loaders.room.prime(room.id, room);
        if (payment) loaders.payment.prime(booking.id, payment);
        return { kind, bookingId: booking.id };
      },
      (outcome) => 'rejectedBooking' in outcome,
    );
    if (outcome.kind !== 'BookingWaits') return toBookRoomResult(outcome, context);
    // The key keeps the booking, which may have gone on since.
    const { bookingId } = outcome;
    const resumed = waiting ?? (await services.resumeBooking({ bookingId, cause }));
    if (resumed.kind !== 'BookRoomSuccess') return toBookRoomResult(resumed, context);
    loaders.booking.clear(bookingId).prime(bookingId, resumed.booking);
    return toBookRoomResult({ kind: resumed.kind, bookingId }, context);
  },

  async confirmPayment(_parent, { input }, context) {
    const { services, loaders } = context;
    const outcome = await executeOnce(context, 'confirmPayment', input, services.confirmPayment);
    // An earlier mutation of this request may have loaded the booking as it was before.
    if (outcome.kind === 'ConfirmPaymentSuccess') loaders.booking.clear(outcome.bookingId);
    return toConfirmPaymentResult(outcome, context);
  },

  async cancelBooking(_parent, { input }, context) {
    const { services, loaders } = context;
    const outcome = await executeOnce(context, 'cancelBooking', input, services.cancelBooking);
    // An earlier mutation of this request may have loaded the booking as it was before.
    if (outcome.kind === 'CancelBookingSuccess') loaders.booking.clear(outcome.bookingId);
    return toCancelBookingResult(outcome, context);
  },

  async eraseCustomer(_parent, { input }, context) {
    const outcome = await executeOnce(context, 'eraseCustomer', input, context.services.eraseCustomer);
    return toEraseCustomerResult(outcome, input.customerId);
  },
};
