import { unreachable } from '../../../platform/decisions/decider.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/room.ts';
import type { AssignmentEvent, BookedBy } from '../domain/assignment.ts';
import type { Room, RoomEvent } from '../domain/room.ts';

/** The public message of a room's event; undefined for a private event. */
export function toMessage(event: RoomEvent, after: Room): Message | undefined {
  const { at } = event;
  const room = snapshotOf(after);
  const { id, name } = after;
  switch (event.type) {
    case 'RoomRegistered': {
      const supplies = event.supplies?.map((line) => ({ ...line })) ?? null;
      return message(published.roomRegistered, at, { room, supplies });
    }
    case 'RoomUpdated':
      return message(published.roomUpdated, at, { room });
    case 'RoomClosed':
      return message(published.roomClosed, at, { room, reason: event.reason });
    case 'RoomReopened':
      return message(published.roomReopened, at, { room });
    case 'RoomTransferred': {
      const previousHost = hostOf(event.previousHostId);
      return message(published.roomTransferred, at, { room, previousHost });
    }
    case 'RoomDeleted':
      return message(published.roomDeleted, at, { room });
    case 'RoomStatusChanged': {
      const { status, previousStatus, bookingId } = event;
      const booking = bookingId === null ? null : { id: bookingId };
      return message(published.roomStatusChanged, at, {
        room: { id, name },
        status,
        previousStatus,
        booking,
      });
    }
    case 'OccupancyChecked':
    case 'BookingsReleased':
      return undefined;
    default:
      return unreachable(event);
  }
}

/** The public message of an assignment's event; undefined for a private event. */
export function toAssignmentMessage(event: AssignmentEvent): Message | undefined {
  const { at } = event;
  switch (event.type) {
    case 'RoomAssigned':
      return message(published.roomAssigned, at, assignmentOf(event.booking, event.roomName));
    case 'RoomUnassigned': {
      const { booking, roomName, reason } = event;
      return message(published.roomUnassigned, at, { ...assignmentOf(booking, roomName), reason });
    }
    case 'BookingCancelledEarly':
      return undefined;
    default:
      return unreachable(event);
  }
}

function snapshotOf(room: Room) {
  const { id, name, description, location, capacity, hourlyRate, timeZone, deleted } = room;
  const host = hostOf(room.hostId);
  const closed = room.status === 'CLOSED';
  return { id, host, name, description, location, capacity, hourlyRate, timeZone, closed, deleted };
}

function hostOf(hostId: string | null) {
  return hostId === null ? null : { id: hostId };
}

function assignmentOf({ bookingId, roomId, customerId, slot }: BookedBy, roomName: string) {
  const room = { id: roomId, name: roomName };
  return { room, booking: { id: bookingId, customer: { id: customerId } }, slot };
}
