import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookingCancelled, bookingPaid, bookingRejected } from '../../../schema/events/booking.ts';
import type { createAssignRoom, createReleaseRoom, Handling } from './assign-room.ts';

type UseCases = {
  readonly assignRoom: ReturnType<typeof createAssignRoom>;
  readonly releaseRoom: ReturnType<typeof createReleaseRoom>;
};

/**
 * Assigns rooms to paid bookings and releases them. An event for an unknown room is a fault, so that it is
 * redelivered.
 */
export function onBookingEvents({ assignRoom, releaseRoom }: UseCases): readonly Reaction[] {
  return [
    /** Assigns the room to a paid booking, or unassigns it when the room is closed or deleted. */
    on(bookingPaid, async (event) => {
      const { id, room, customer, slot } = event.data.booking;
      await assignRoom({ bookingId: id, roomId: room.id, customerId: customer.id, slot }, handling(event));
    }),

    /** Releases the room. */
    on(bookingCancelled, async (event) => {
      const { id, room, slot } = event.data.booking;
      // The room has assigned what it cancels itself. Other cancellations may overtake the payment.
      const mayComeLate = event.data.cancelledBy !== 'ROOM';
      await releaseRoom({ bookingId: id, roomId: room.id, slot }, mayComeLate, handling(event));
    }),

    /** A rejected booking is never paid, so that nothing of it is expected later. */
    on(bookingRejected, async (event) => {
      const { id, room, slot } = event.data.booking;
      await releaseRoom({ bookingId: id, roomId: room.id, slot }, false, handling(event));
    }),
  ];
}

function handling({ id, time, cause }: Omit<Handling, 'eventId'> & { readonly id: string }): Handling {
  return { eventId: id, time, cause };
}
