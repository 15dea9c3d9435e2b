import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';

/** A half-open interval [start, end). */
export type Slot = { readonly start: Instant; readonly end: Instant };

export function covers({ start, end }: Slot, at: Instant): boolean {
  return start <= at && at < end;
}

export function hasPassed({ end }: Slot, at: Instant): boolean {
  return end <= at;
}

/** A booking of a room, as its events tell it. */
export type Booked = { readonly bookingId: string; readonly roomId: string; readonly slot: Slot };

export type BookedBy = Booked & { readonly customerId: string };

/** What has become of a booking for its room. There is one for each booking, under the booking's id. */
export type Assignment =
  | (BookedBy & {
      readonly status: 'ASSIGNED';
      /** May be later than the start of the slot. */
      readonly assignedAt: Instant;
    })
  | (BookedBy & { readonly status: 'UNASSIGNED'; readonly reason: UnassignmentReason })
  /** The cancellation arrived before the payment: the room is never assigned. */
  | (Booked & { readonly status: 'CANCELLED_EARLY' });

/** Undefined before the first event. */
export type AssignmentState = Assignment | undefined;

export type UnassignmentReason = 'BOOKING_CANCELLED' | 'ROOM_CLOSED' | 'ROOM_DELETED';

export type AssignmentEvent =
  | {
      readonly type: 'RoomAssigned';
      readonly at: Instant;
      readonly roomName: string;
      readonly booking: BookedBy;
    }
  | {
      readonly type: 'RoomUnassigned';
      readonly at: Instant;
      readonly roomName: string;
      readonly booking: BookedBy;
      readonly reason: UnassignmentReason;
    }
  /** Private: it is not published. */
  | { readonly type: 'BookingCancelledEarly'; readonly at: Instant; readonly booking: Booked };

/** The assignment after an event. Each event says all that there is to know. */
export function evolveAssignment(_state: AssignmentState, event: AssignmentEvent): Assignment {
  switch (event.type) {
    case 'RoomAssigned':
      return { ...event.booking, status: 'ASSIGNED', assignedAt: event.at };
    case 'RoomUnassigned':
      return { ...event.booking, status: 'UNASSIGNED', reason: event.reason };
    case 'BookingCancelledEarly':
      return { ...event.booking, status: 'CANCELLED_EARLY' };
    default:
      return unreachable(event);
  }
}
