import type { Cause } from '../../../platform/decisions/cause.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import {
  roomClosed,
  roomDeleted,
  roomRegistered,
  roomReopened,
  roomTransferred,
  roomUnassigned,
  roomUpdated,
} from '../../../schema/events/room.ts';
import type { Dependencies } from './ports.ts';

const BATCH = 100;

const ROOM_GONE = { ROOM_CLOSED: 'The room was closed.', ROOM_DELETED: 'The room was removed.' } as const;

/** Keeps the replica of rooms up to date and cancels bookings that a room can no longer serve. */
export function onRoomEvents({
  handleBooking,
  rooms,
  queries,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'rooms' | 'queries' | 'clock'>): readonly Reaction[] {
  /** Thanks to the replica, rooms can be booked while the room service is down. */
  async function replicate({ version, cause, data }: IncomingEvent<typeof roomUpdated>): Promise<void> {
    const { host, description: _, ...room } = data.room;
    await rooms.save({ ...room, hostId: host?.id ?? null, version });
    await transferBookings(room.id, cause);
  }

  /**
   * Tells the followers of a room's bookings about its host. The bookings are compared with the replica at
   * each event of the room: one that is made while the room is transferred is found by a later event.
   */
  async function transferBookings(roomId: string, cause: Cause): Promise<void> {
    for (;;) {
      const former = await queries.ofFormerHosts(roomId, BATCH);
      if (former.length === 0) return;
      for (const { id, hostId } of former)
        await handleBooking(id, () => ({ type: 'transferRoom', at: clock(), hostId }), { cause });
    }
  }

  return [
    ...[roomRegistered, roomUpdated, roomClosed, roomReopened, roomTransferred, roomDeleted].map(
      (definition) => on(definition, replicate),
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
