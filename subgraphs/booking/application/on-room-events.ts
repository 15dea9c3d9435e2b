import { execute } from '../../../platform/decisions/execute.ts';
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
import { type BookingState, evolve } from '../domain/booking.ts';
import { decide } from '../domain/booking-decide.ts';
import type { BookingStore, Clock, RoomReplicaStore } from './ports.ts';

type Dependencies = {
  readonly bookings: BookingStore;
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

/** A room that cannot serve a booking, or can no longer, ends it. */
export function onRoomUnassigned({ bookings, clock }: Pick<Dependencies, 'bookings' | 'clock'>): Reaction {
  return on(roomUnassigned, async ({ id: eventId, cause, data }) => {
    const reason = reasonOf(data);
    if (!reason) return;
    await execute({
      store: bookings,
      id: data.booking.id,
      decide: (state: BookingState) => decide({ type: 'cancel', at: clock(), by: 'ROOM', reason }, state),
      evolve,
      cause,
      handles: eventId,
    });
  });
}

/** Why the booking ends; undefined when it is the booking that has ended already. */
function reasonOf({ reason }: DataOf<typeof roomUnassigned>): string | undefined {
  return reason === 'BOOKING_CANCELLED' ? undefined : ROOM_GONE[reason];
}
