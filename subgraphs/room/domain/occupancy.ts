import type { Instant } from '../../../platform/decisions/values.ts';
import {
  type Assignment,
  covers,
  evolve,
  type OfferedRoom,
  type Room,
  type RoomStatus,
  type RoomStatusChanged,
} from './room.ts';

/** When the room's status changes next; undefined when no change is due. */
export function nextTransitionAt(room: OfferedRoom): Instant | undefined {
  switch (room.status) {
    case 'CLOSED':
      return undefined;
    case 'EMPTY':
      return room.assignments[0]?.slot.start;
    case 'FULL':
      return room.assignments.find(({ bookingId }) => bookingId === room.occupiedBy)?.slot.end;
  }
}

/**
 * The status changes that are due up to an instant, in order, each with the instant when it is due. After a
 * downtime there may be many.
 */
export function transitionsUntil(room: OfferedRoom, until: Instant): readonly RoomStatusChanged[] {
  const changes: RoomStatusChanged[] = [];
  let current = room;
  for (;;) {
    const at = nextTransitionAt(current);
    if (at === undefined || at > until) return changes;
    const change = statusChange(current, at);
    // There is a change at each start or end of a slot. This check turns an error here into a fault, not an
    // endless loop.
    if (!change) throw new Error(`The room ${room.id} does not change at ${at}`);
    changes.push(change);
    const next = evolve(current, change);
    if (next.deleted) return changes;
    current = next;
  }
}

/** A room as it is at an instant, also before the changes of its status that are due by then are stored. */
export function roomAt(room: Room, at: Instant): Room {
  return room.deleted ? room : transitionsUntil(room, at).reduce<Room>(evolve, room);
}

/** The status change of an open room at an instant; undefined when the status stays. */
export function statusChange(room: OfferedRoom, at: Instant): RoomStatusChanged | undefined {
  const { status, bookingId } = statusByClock(room, at);
  if (status === room.status && bookingId === room.occupiedBy) return undefined;
  return { type: 'RoomStatusChanged', at, status, previousStatus: room.status, bookingId };
}

/** The status of an open room at an instant, with the booking that occupies it or has just left it. */
export function statusByClock(
  room: OfferedRoom,
  at: Instant,
): { readonly status: Exclude<RoomStatus, 'CLOSED'>; readonly bookingId: string | null } {
  const occupant = occupantAt(room, at);
  return occupant
    ? { status: 'FULL', bookingId: occupant.bookingId }
    : { status: 'EMPTY', bookingId: room.occupiedBy };
}

/** The current occupant keeps the room to the end of its slot when another slot overlaps. */
function occupantAt({ assignments, occupiedBy }: OfferedRoom, at: Instant): Assignment | undefined {
  const covering = assignments.filter(({ slot }) => covers(slot, at));
  return covering.find(({ bookingId }) => bookingId === occupiedBy) ?? covering[0];
}
