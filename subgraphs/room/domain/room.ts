import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant, Money } from '../../../platform/decisions/values.ts';

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
};

/** A deleted room, kept for bookings that arrive late. */
export type DeletedRoom = Described & {
  readonly deleted: true;
  readonly status: 'CLOSED';
  /** The command that deleted it. */
  readonly deletedBy: string;
  /** Whether it may still be assigned to bookings, which are to be unassigned. */
  readonly releasing: boolean;
};

export type Room = OfferedRoom | DeletedRoom;

/** Undefined before the first event. */
export type RoomState = Room | undefined;

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
  /**
   * Private: the status is right for what is assigned. It changes nothing but the revision, so that a
   * concurrent decision on what was assigned before ends in a conflict.
   */
  | { readonly type: 'OccupancyChecked'; readonly at: Instant }
  /** Private: the deleted room is assigned to no booking any more. */
  | { readonly type: 'BookingsReleased'; readonly at: Instant };

/** The room after an event. Throws for an event of a room that was never registered or is deleted. */
export function evolve(state: RoomState, event: RoomEvent): Room {
  if (event.type === 'RoomRegistered') {
    const { id, at, hostId, details } = event;
    const status = { status: 'EMPTY', statusSince: at, closedReason: null, occupiedBy: null } as const;
    return { ...details, ...status, id, hostId, deleted: false };
  }
  if (!state) throw new Error(`${event.type} for a room that was never registered`);
  if (!state.deleted) return evolveOffered(state, event);
  if (event.type === 'BookingsReleased') return { ...state, releasing: false };
  throw new Error(`${event.type} for the deleted room ${state.id}`);
}

function evolveOffered(room: OfferedRoom, event: Exclude<RoomEvent, RoomRegistered>): Room {
  const { at } = event;
  switch (event.type) {
    case 'RoomUpdated':
      return { ...room, ...event.details };
    case 'RoomClosed':
      return { ...room, status: 'CLOSED', statusSince: at, closedReason: event.reason, occupiedBy: null };
    case 'RoomReopened':
      return { ...room, status: 'EMPTY', statusSince: at, closedReason: null, occupiedBy: null };
    case 'RoomTransferred':
      return { ...room, hostId: event.hostId };
    case 'RoomStatusChanged': {
      const { status, bookingId } = event;
      return { ...room, status, statusSince: at, occupiedBy: status === 'FULL' ? bookingId : null };
    }
    case 'OccupancyChecked':
      return room;
    case 'RoomDeleted': {
      const { closedReason, occupiedBy, ...described } = room;
      const { deletedBy } = event;
      return { ...described, status: 'CLOSED', statusSince: at, deleted: true, deletedBy, releasing: true };
    }
    case 'BookingsReleased':
      throw new Error(`${event.type} for the room ${room.id}, which is not deleted`);
    default:
      return unreachable(event);
  }
}
