import { unreachable } from '../../../platform/decisions/decision.ts';
import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { once } from '../../../platform/idempotency/once.ts';
import { idempotencyConflict, problem } from '../../../platform/subgraph/index.ts';
import type { BookRoomOutcome } from '../application/book-room.ts';
import type { CancelBookingOutcome } from '../application/cancel-booking.ts';
import type { Booking } from '../domain/booking.ts';
import type { MutationResolvers, ResolversTypes } from '../schema.generated.ts';
import { isStaff } from './access.ts';
import type { BookingContext } from './context.ts';

/** What is kept under an idempotency key: of a booking its id, since it goes on changing. */
type KeptOutcome =
  | Exclude<BookRoomOutcome, { kind: 'BookRoomSuccess' }>
  | { readonly kind: 'BookRoomSuccess'; readonly bookingId: string };

export const mutations: MutationResolvers = {
  async bookRoom(_parent, { input }, context) {
    const { services, loaders, identity, cause } = context;
    const outcome = await once<KeptOutcome>({
      store: services.idempotency,
      caller: identity.subject,
      mutation: 'bookRoom',
      input,
      isFinal: ({ kind }) => kind !== 'InvalidInput' && kind !== 'PaymentUnavailable',
      isEnd: (outcome) => 'rejectedBooking' in outcome,
      async run(attempt) {
        const booked = await services.bookRoom({ ...input, attempt, customerId: identity.subject, cause });
        if (booked.kind !== 'BookRoomSuccess') return booked;
        const { id, room } = booked.booking;
        loaders.booking.clear(id).prime(id, booked.booking);
        // Read a moment ago, unless an earlier try has made the booking.
        if (!attempt.isRetry) loaders.roomName.prime(room.id, room.name);
        return { kind: booked.kind, bookingId: id };
      },
    });
    return toBookRoomResult(outcome, context);
  },

  async cancelBooking(_parent, { input }, context) {
    const { services, loaders, identity, cause } = context;
    const caller = { subject: identity.subject, isStaff: isStaff(identity) };
    const outcome = await once<CancelBookingOutcome>({
      store: services.idempotency,
      caller: identity.subject,
      mutation: 'cancelBooking',
      input,
      // Where there is no such booking nothing was decided either.
      isFinal: ({ kind }) => kind !== 'InvalidInput' && kind !== 'NotFound',
      run: (attempt) =>
        services.cancelBooking({ attempt, id: input.id, reason: input.reason, caller, cause }),
    });
    // An earlier mutation of this request may have read it before this one changed it.
    if (outcome.kind === 'CancelBookingSuccess') loaders.booking.clear(outcome.bookingId);
    return toCancelBookingResult(outcome, context);
  },
};

async function toBookRoomResult(
  outcome: KeptOutcome | IdempotencyConflict,
  context: BookingContext,
): Promise<Awaited<ResolversTypes['BookRoomResult']>> {
  switch (outcome.kind) {
    case 'BookRoomSuccess':
      return { __typename: outcome.kind, booking: await stored(outcome.bookingId, context) };
    case 'SlotTaken':
      return problem(outcome, 'The room is taken at that time: choose another slot or room.');
    case 'RoomUnavailable':
      return problem(outcome, 'There is no such room, or it is out of service.');
    case 'PaymentDeclined':
      return problem(
        outcome,
        `The payment was declined (${outcome.declineCode}): use another payment method.`,
      );
    case 'PaymentUnavailable':
      return problem(
        outcome,
        `Payment does not answer now. Nothing is held and nothing was charged: try again in ${outcome.retryAfterSeconds} s.`,
      );
    case 'InvalidInput':
      return problem(outcome, outcome.message);
    case 'IdempotencyConflict':
      return idempotencyConflict(outcome);
    default:
      return unreachable(outcome);
  }
}

async function toCancelBookingResult(
  outcome: CancelBookingOutcome | IdempotencyConflict,
  context: BookingContext,
): Promise<Awaited<ResolversTypes['CancelBookingResult']>> {
  switch (outcome.kind) {
    case 'CancelBookingSuccess':
      return { __typename: outcome.kind, booking: await stored(outcome.bookingId, context) };
    case 'BookingNotCancellable':
      return problem(outcome, `A booking that is ${outcome.status} cannot be cancelled.`);
    case 'NotFound':
      return problem(outcome, 'There is no such booking.');
    case 'InvalidInput':
      return problem(outcome, outcome.message);
    case 'IdempotencyConflict':
      return idempotencyConflict(outcome);
    default:
      return unreachable(outcome);
  }
}

async function stored(id: string, { loaders }: BookingContext): Promise<Booking> {
  const booking = await loaders.booking.load(id);
  if (!booking) throw new Error(`The booking ${id} was answered for but is not stored`);
  return booking;
}
