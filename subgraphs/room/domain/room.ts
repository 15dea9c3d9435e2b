import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant, Money } from '../../../platform/decisions/values.ts';

/** A half-open interval [start, end). */
export type Slot = { readonly start: Instant; readonly end: Instant };

export function covers({ start, end }: Slot, at: Instant): boolean {
  return start <= at && at < end;
}

export function hasPassed({ end }: Slot, at: Instant): boolean {
  return end <= at;
}

/** The description of a room by its host. */
export type RoomDetails = {
  readonly name: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly capacity: number;
  readonly hourlyRate: Money;
  /** IANA name. */
  readonly timeZone: string;
};

export type SupplyLine = { readonly name: string; readonly quantity: number };

/** A booking to which the room is assigned. */
export type Assignment = { readonly bookingId: string; readonly customerId: string; readonly slot: Slot };

/** A booking whose cancellation arrived before its payment. */
export type EarlyCancellation = { readonly bookingId: string; readonly slot: Slot };

export type RoomStatus = 'EMPTY' | 'FULL' | 'CLOSED';

type Described = RoomDetails & {
  readonly id: string;
  /** The subject of the host's tokens; null for a room that belongs to nobody. */
  readonly hostId: string | null;
  readonly status: RoomStatus;
  readonly statusSince: Instant;
};

export type OfferedRoom = Described & {
  readonly deleted: false;
  /** Why the host has closed the room; null while it is open, and where the host gave no reason. */
  readonly closedReason: string | null;
  /** The booking for which the room is FULL. */
  readonly occupiedBy: string | null;
  /** Current and future ones, ordered by their start. In a closed room, some may be past. */
  readonly assignments: readonly Assignment[];
  /** Kept until their slot has passed. */
  readonly earlyCancellations: readonly EarlyCancellation[];
};

/** A deleted room, kept for bookings that arrive late. */
export type DeletedRoom = Described & {
  readonly deleted: true;
  readonly status: 'CLOSED';
  /** The command that deleted it. */
  readonly deletedBy: string;
};

export type Room = OfferedRoom | DeletedRoom;

/** Undefined before the first event. */
export type RoomState = Room | undefined;

export type UnassignmentReason = 'BOOKING_CANCELLED' | 'ROOM_CLOSED' | 'ROOM_DELETED';

export type RoomRegistered = {
  readonly type: 'RoomRegistered';
  readonly at: Instant;
  readonly id: string;
  readonly hostId: string;
  readonly details: RoomDetails;
  /** Null for the standard supplies. */
  readonly supplies: readonly SupplyLine[] | null;
};

export type RoomStatusChanged = {
  readonly type: 'RoomStatusChanged';
  readonly at: Instant;
  readonly status: RoomStatus;
  /** Null for the first. */
  readonly previousStatus: RoomStatus | null;
  /** The booking that occupies the room or has just left it. */
  readonly bookingId: string | null;
};

export type RoomEvent =
  | RoomRegistered
  | RoomStatusChanged
  | { readonly type: 'RoomUpdated'; readonly at: Instant; readonly details: RoomDetails }
  | { readonly type: 'RoomClosed'; readonly at: Instant; readonly reason: string | null }
  | { readonly type: 'RoomReopened'; readonly at: Instant }
  | {
      readonly type: 'RoomTransferred';
      readonly at: Instant;
      readonly hostId: string;
      readonly previousHostId: string | null;
    }
  | { readonly type: 'RoomDeleted'; readonly at: Instant; readonly deletedBy: string }
  | { readonly type: 'RoomAssigned'; readonly at: Instant; readonly assignment: Assignment }
  | {
      readonly type: 'RoomUnassigned';
      readonly at: Instant;
      readonly assignment: Assignment;
      readonly reason: UnassignmentReason;
    }
  /** Private: it is not published. */
  | { readonly type: 'BookingCancelledEarly'; readonly at: Instant; readonly booking: EarlyCancellation };

/** The room after an event. Throws for an event of a room that was never registered or is deleted. */
export function evolve(state: RoomState, event: RoomEvent): Room {
  if (event.type === 'RoomRegistered') {
    const { id, at, hostId, details } = event;
    const status = { status: 'EMPTY', statusSince: at, closedReason: null, occupiedBy: null } as const;
    return { ...details, ...status, id, hostId, deleted: false, assignments: [], earlyCancellations: [] };
  }
  if (!state) throw new Error(`${event.type} for a room that was never registered`);
  if (!state.deleted) return evolveOffered(state, event);
  if (event.type === 'RoomUnassigned') return state;
  throw new Error(`${event.type} for the deleted room ${state.id}`);
}

function evolveOffered(room: OfferedRoom, event: Exclude<RoomEvent, RoomRegistered>): Room {
  const { at } = event;
  switch (event.type) {
    case 'RoomUpdated':
      return current({ ...room, ...event.details }, at);
    case 'RoomClosed':
      return current(
        { ...room, status: 'CLOSED', statusSince: at, closedReason: event.reason, occupiedBy: null },
        at,
      );
    case 'RoomReopened':
      return current({ ...room, status: 'EMPTY', statusSince: at, closedReason: null, occupiedBy: null }, at);
    case 'RoomTransferred':
      return current({ ...room, hostId: event.hostId }, at);
    case 'RoomStatusChanged': {
      const { status, bookingId } = event;
      const occupiedBy = status === 'FULL' ? bookingId : null;
      return current({ ...room, status, statusSince: at, occupiedBy }, at);
    }
    case 'RoomAssigned':
      return current({ ...room, assignments: insert(room.assignments, event.assignment) }, at);
    case 'RoomUnassigned': {
      const assignments = room.assignments.filter((each) => each.bookingId !== event.assignment.bookingId);
      return current({ ...room, assignments }, at);
    }
    case 'BookingCancelledEarly':
      return current({ ...room, earlyCancellations: [...room.earlyCancellations, event.booking] }, at);
    case 'RoomDeleted': {
      const { closedReason, occupiedBy, assignments, earlyCancellations, ...described } = room;
      const { deletedBy } = event;
      return { ...described, status: 'CLOSED', statusSince: at, deleted: true, deletedBy };
    }
    default:
      return unreachable(event);
  }
}

/** The room without past assignments. */
function current(room: OfferedRoom, at: Instant): OfferedRoom {
  const ahead = ({ slot }: { readonly slot: Slot }) => !hasPassed(slot, at);
  return {
    ...room,
    assignments: room.assignments.filter(ahead),
    earlyCancellations: room.earlyCancellations.filter(ahead),
  };
}

/** Inserts by start. A slot that does not end after its start is left out. */
function insert(assignments: readonly Assignment[], added: Assignment): readonly Assignment[] {
  if (added.slot.end <= added.slot.start) return assignments;
  return [...assignments, added].sort((a, b) => (a.slot.start < b.slot.start ? -1 : 1));
}
