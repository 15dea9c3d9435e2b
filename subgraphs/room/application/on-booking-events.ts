import { execute } from '../../../platform/decisions/execute.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingPaid, bookingRejected } from '../../../schema/events/booking.ts';
import { evolve, type RoomState } from '../domain/room.ts';
import { decide, type RoomCommand } from '../domain/room-decide.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { Clock, RoomStore } from './ports.ts';

type BookingEvent = IncomingEvent<typeof bookingPaid | typeof bookingCancelled | typeof bookingRejected>;

/** What bookings mean for their rooms. An event for a room that is not known here is a fault, and so comes again. */
export function onBookingEvents({
  rooms,
  clock,
}: {
  readonly rooms: RoomStore;
  readonly clock: Clock;
}): readonly Reaction[] {
  // After a downtime many bookings of one room come at once: in turn they take one write each, and no second tries.
  const oneAtATime = createOneAtATime();

  async function give(
    { id: eventId, data, cause }: Pick<BookingEvent, 'id' | 'data' | 'cause'>,
    command: () => Extract<RoomCommand, { type: 'assign' | 'release' }>,
  ): Promise<void> {
    const { id: bookingId, room } = data.booking;
    const given = await oneAtATime(room.id, () =>
      execute({
        store: rooms,
        id: room.id,
        decide: (state: RoomState) => decide(command(), state),
        evolve,
        cause,
        handles: eventId,
      }),
    );
    if (!given.accepted) throw new Error(`The booking ${bookingId} is for an unknown room, ${room.id}`);
  }

  return [
    /** The money is secured: the room is kept for the booking, or it is said that it cannot be. */
    on(bookingPaid, async (event) => {
      const { id: bookingId, customer, slot } = event.data.booking;
      const assignment = { bookingId, customerId: customer.id, slot };
      await give(event, () => ({ type: 'assign', at: clock(), assignment }));
    }),

    /** The slot is free again. */
    on(bookingCancelled, async (event) => {
      const { id: bookingId, slot } = event.data.booking;
      // What the room itself ended, it has heard of before. Others' cancellations may overtake the payment.
      const mayComeLate = event.data.cancelledBy !== 'ROOM';
      const booking = { bookingId, slot };
      await give(event, () => ({ type: 'release', at: clock(), booking, mayComeLate }));
    }),

    /** The booking was never paid, nor will it be. */
    on(bookingRejected, async (event) => {
      const { id: bookingId, slot } = event.data.booking;
      const booking = { bookingId, slot };
      await give(event, () => ({ type: 'release', at: clock(), booking, mayComeLate: false }));
    }),
  ];
}
