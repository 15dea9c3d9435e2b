import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import {
  roomClosed,
  roomDeleted,
  roomRegistered,
  roomReopened,
  roomUnassigned,
  roomUpdated,
} from '../../../schema/events/room.ts';
import type { Dependencies } from './ports.ts';

const ROOM_GONE = { ROOM_CLOSED: 'The room was closed.', ROOM_DELETED: 'The room was removed.' } as const;

/** Keeps the replica of rooms up to date and cancels bookings that a room can no longer serve. */
export function onRoomEvents({
  handleBooking,
  rooms,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'rooms' | 'clock'>): readonly Reaction[] {
  /** Thanks to the replica, rooms can be booked while the room service is down. */
  async function replicate(event: IncomingEvent<typeof roomUpdated>): Promise<void> {
    const { id, name, capacity, hourlyRate, closed, deleted } = event.data.room;
    await rooms.save({ id, version: event.version, name, capacity, hourlyRate, closed, deleted });
  }

  return [
    ...[roomRegistered, roomUpdated, roomClosed, roomReopened, roomDeleted].map((definition) =>
      on(definition, replicate),
    ),

    on(roomUnassigned, async ({ id: handles, cause, data: { booking, reason: cancellation } }) => {
      // The booking has ended before the room was unassigned.
      if (cancellation === 'BOOKING_CANCELLED') return;
      const reason = ROOM_GONE[cancellation];
      const createCommand = () => ({ type: 'withdraw', at: clock(), by: 'ROOM', reason }) as const;
      await handleBooking(booking.id, createCommand, { cause, handles });
    }),
  ];
}
