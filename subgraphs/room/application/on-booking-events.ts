import { createKeyedMutex } from '../../../platform/keyed-mutex.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingPaid, bookingRejected } from '../../../schema/events/booking.ts';
import type { RoomCommand } from '../domain/room-decide.ts';
import type { Dependencies } from './ports.ts';

type BookingEvent = IncomingEvent<typeof bookingPaid | typeof bookingCancelled | typeof bookingRejected>;

/**
 * Assigns rooms to paid bookings and releases them. An event for an unknown room is a fault, so that it is
 * redelivered.
 */
export function onBookingEvents({
  handleRoom,
  clock,
}: Pick<Dependencies, 'handleRoom' | 'clock'>): readonly Reaction[] {
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
    /** Assigns the room to a paid booking, or unassigns it when the room is closed or deleted. */
    on(bookingPaid, async (event) => {
      const { id: bookingId, customer, slot } = event.data.booking;
      const assignment = { bookingId, customerId: customer.id, slot };
      await handle(event, () => ({ type: 'assign', at: clock(), assignment }));
    }),

    /** Releases the room. */
    on(bookingCancelled, async (event) => {
      const { id: bookingId, slot } = event.data.booking;
      // The room has assigned what it cancels itself. Other cancellations may overtake the payment.
      const mayComeLate = event.data.cancelledBy !== 'ROOM';
      const booking = { bookingId, slot };
      await handle(event, () => ({ type: 'release', at: clock(), booking, mayComeLate }));
    }),

    /** A rejected booking is never paid, so that nothing of it is expected later. */
    on(bookingRejected, async (event) => {
      const { id: bookingId, slot } = event.data.booking;
      const booking = { bookingId, slot };
      await handle(event, () => ({ type: 'release', at: clock(), booking, mayComeLate: false }));
    }),
  ];
}
