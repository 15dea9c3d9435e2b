import type { Clock } from '../../../platform/decisions/time.ts';
import { createKeyedMutex } from '../../../platform/keyed-mutex.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingPaid, bookingRejected } from '../../../schema/events/booking.ts';
import type { RoomCommand } from '../domain/room-decide.ts';
import type { HandleRoom } from './ports.ts';

type BookingEvent = IncomingEvent<typeof bookingPaid | typeof bookingCancelled | typeof bookingRejected>;

/** What bookings mean for their rooms. An event for a room that is not known here is a fault, and so comes again. */
export function onBookingEvents({
  handleRoom,
  clock,
}: {
  readonly handleRoom: HandleRoom;
  readonly clock: Clock;
}): readonly Reaction[] {
  // After a downtime many bookings of one room arrive at once. Serialised, each takes one write and no retry.
  const mutex = createKeyedMutex();

  async function handle(
    { id: handles, data, cause }: Pick<BookingEvent, 'id' | 'data' | 'cause'>,
    createCommand: () => Extract<RoomCommand, { type: 'assign' | 'release' }>,
  ): Promise<void> {
    const { id: bookingId, room } = data.booking;
    const handled = await mutex.run(room.id, () => handleRoom(room.id, createCommand, { cause, handles }));
    if (!handled.accepted) throw new Error(`The booking ${bookingId} is for an unknown room, ${room.id}`);
  }

  return [
    /** The money is secured: the room is kept for the booking, or it is said that it cannot be. */
    on(bookingPaid, async (event) => {
      const { id: bookingId, customer, slot } = event.data.booking;
      const assignment = { bookingId, customerId: customer.id, slot };
      await handle(event, () => ({ type: 'assign', at: clock(), assignment }));
    }),

    /** The slot is free again. */
    on(bookingCancelled, async (event) => {
      const { id: bookingId, slot } = event.data.booking;
      // What the room itself ended, it has heard of before. Others' cancellations may overtake the payment.
      const mayComeLate = event.data.cancelledBy !== 'ROOM';
      const booking = { bookingId, slot };
      await handle(event, () => ({ type: 'release', at: clock(), booking, mayComeLate }));
    }),

    /** The booking was never paid, nor will it be. */
    on(bookingRejected, async (event) => {
      const { id: bookingId, slot } = event.data.booking;
      const booking = { bookingId, slot };
      await handle(event, () => ({ type: 'release', at: clock(), booking, mayComeLate: false }));
    }),
  ];
}
