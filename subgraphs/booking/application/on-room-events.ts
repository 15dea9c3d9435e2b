import type { Clock } from '../../../platform/decisions/time.ts';
import type { DataOf } from '../../../platform/messaging/event.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import {
  roomClosed,
  roomDeleted,
  roomRegistered,
  roomReopened,
  roomUnassigned,
  roomUpdated,
} from '../../../schema/events/room.ts';
import type { HandleBooking, RoomReplicaStore } from './ports.ts';

type Dependencies = {
  readonly handleBooking: HandleBooking;
  readonly rooms: RoomReplicaStore;
  readonly clock: Clock;
};

const ROOM_GONE = { ROOM_CLOSED: 'The room was closed.', ROOM_DELETED: 'The room was removed.' } as const;

/** Keeps the replica of rooms, so that booking goes on while the room service is down. */
export function onRoomChanged({ rooms }: Pick<Dependencies, 'rooms'>): readonly Reaction[] {
  async function follow(event: IncomingEvent<typeof roomUpdated>): Promise<void> {
    const { id, name, capacity, hourlyRate, closed, deleted } = event.data.room;
    await rooms.save({ id, version: event.version, name, capacity, hourlyRate, closed, deleted });
  }
  return [roomRegistered, roomUpdated, roomClosed, roomReopened, roomDeleted].map((definition) =>
    on(definition, follow),
  );
}

/** A room that cannot serve a booking ends it. */
export function onRoomUnassigned({
  handleBooking,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'clock'>): Reaction {
  return on(roomUnassigned, async ({ id: handles, cause, data }) => {
    const reason = reasonOf(data);
    if (!reason) return;
    await handleBooking(data.booking.id, () => ({ type: 'withdraw', at: clock(), by: 'ROOM', reason }), {
      cause,
      handles,
    });
  });
}

/** Why the booking ends; undefined when the booking has ended before. */
function reasonOf({ reason }: DataOf<typeof roomUnassigned>): string | undefined {
  return reason === 'BOOKING_CANCELLED' ? undefined : ROOM_GONE[reason];
}
