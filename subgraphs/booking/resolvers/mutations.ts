import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import { isStaff } from './entities.ts';
import { type KeptBookRoomOutcome, toBookRoomResult, toCancelBookingResult } from './results.ts';

export const mutations: MutationResolvers = {
  async bookRoom(_parent, { input }, context) {
    const { services, loaders, identity } = context;
    const outcome = await executeOnce<typeof input, KeptBookRoomOutcome>(
      context,
      'bookRoom',
      input,
      async (command) => {
        const booked = await services.bookRoom({ ...command, customerId: identity.subject });
        if (booked.kind !== 'BookRoomSuccess') return booked;
        const { id, room } = booked.booking;
        loaders.booking.clear(id).prime(id, booked.booking);
        // A retry may return a booking that was made when the room had another name.
        if (!command.attempt.isRetry) loaders.roomName.prime(room.id, room.name);
        return { kind: booked.kind, bookingId: id };
      },
      (outcome) => 'rejectedBooking' in outcome,
    );
    return toBookRoomResult(outcome, context);
  },

  async cancelBooking(_parent, { input }, context) {
    const { services, loaders, identity } = context;
    const caller = { subject: identity.subject, isStaff: isStaff(identity) };
    const outcome = await executeOnce(context, 'cancelBooking', input, (command) =>
      services.cancelBooking({ ...command, caller }),
    );
    // An earlier mutation of this request may have loaded the booking as it was before.
    if (outcome.kind === 'CancelBookingSuccess') loaders.booking.clear(outcome.bookingId);
    return toCancelBookingResult(outcome, context);
  },
};
