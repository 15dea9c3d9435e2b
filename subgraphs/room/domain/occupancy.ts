import type { Instant } from '../../../platform/decisions/time.ts';
import {
  type Assignment,
  evolve,
  type OfferedRoom,
  type RoomStatus,
  type RoomStatusChanged,
} from './room.ts';
import { covers } from './slot.ts';

/** When the clock changes the room's status next; undefined when it will not. */
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
 * The status changes that fell due up to an instant, in their order, each at the very instant when it was due. After a
 * downtime there may be many.
 */
export function transitionsUntil(room: OfferedRoom, until: Instant): readonly RoomStatusChanged[] {
  const changes: RoomStatusChanged[] = [];
  let current = room;
  for (;;) {
    const at = nextTransitionAt(current);
    if (at === undefined || at > until) return changes;
    const change = statusChange(current, at);
    // At a slot's start or end there always is one; without this, a flaw here would become an endless loop.
    if (!change) throw new Error(`The room ${room.id} does not change at ${at}`);
    changes.push(change);
    const next = evolve(current, change);
    if (next.deleted) return changes;
    current = next;
  }
}

/** How the status of an open room is to change at an instant; undefined when it is right as it is. */
export function statusChange(room: OfferedRoom, at: Instant): RoomStatusChanged | undefined {
  const { status, bookingId } = statusByClock(room, at);
  if (status === room.status && bookingId === room.occupiedBy) return undefined;
  return { type: 'RoomStatusChanged', at, status, previousStatus: room.status, bookingId };
}

/** What the clock says of a room, with the booking that uses it or has just left it. */
export function statusByClock(
  room: OfferedRoom,
  at: Instant,
): { readonly status: Exclude<RoomStatus, 'CLOSED'>; readonly bookingId: string | null } {
  const occupant = occupantAt(room, at);
  return occupant
    ? { status: 'FULL', bookingId: occupant.bookingId }
    : { status: 'EMPTY', bookingId: room.occupiedBy };
}

/** Whoever is in the room stays to the end of their slot, should another's ever overlap. */
function occupantAt({ assignments, occupiedBy }: OfferedRoom, at: Instant): Assignment | undefined {
  const covering = assignments.filter(({ slot }) => covers(slot, at));
  return covering.find(({ bookingId }) => bookingId === occupiedBy) ?? covering[0];
}
