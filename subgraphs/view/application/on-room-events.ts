import { foldText } from '../../../platform/text/fold.ts';
import { roomSnapshotEvents, roomStatusChanged } from '../../../schema/events/room.ts';
import { type Projection, project } from './projection.ts';

/** The rooms, and their statuses, which follow the clock of the room service. */
export const roomProjections: readonly Projection[] = [
  ...project('rooms', roomSnapshotEvents, ({ room }, { version }) => ({
    id: room.id,
    version,
    hostId: room.host?.id ?? null,
    name: room.name,
    location: room.location,
    foldedName: foldText(room.name),
    foldedLocation: room.location === null ? null : foldText(room.location),
    capacity: room.capacity,
    amount: room.hourlyRate.amount,
    currency: room.hourlyRate.currency,
    deleted: room.deleted,
  })),

  ...project('roomStatuses', [roomStatusChanged], ({ room, status, booking }, { version, time }) => ({
    roomId: room.id,
    version,
    status,
    since: time,
    // An event of a room that is EMPTY names the booking that has just left it.
    bookingId: status === 'FULL' ? (booking?.id ?? null) : null,
  })),
];
