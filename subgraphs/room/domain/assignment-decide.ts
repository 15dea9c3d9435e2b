import { accept, type Decider, type Decision, unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import {
  type AssignmentEvent,
  type AssignmentState,
  type Booked,
  type BookedBy,
  evolveAssignment,
  hasPassed,
  type UnassignmentReason,
} from './assignment.ts';

export type AssignmentCommand = {
  readonly at: Instant;
  /** As events tell it. */
  readonly roomName: string;
} & (Assign | Release | Unassign);

type Assign = {
  readonly type: 'assign';
  readonly booking: BookedBy;
  /** Why the room takes no booking; null when it does. */
  readonly refusal: Exclude<UnassignmentReason, 'BOOKING_CANCELLED'> | null;
};

type Release = {
  readonly type: 'release';
  readonly booking: Booked;
  /** Whether the event that the booking is paid may arrive later; the room must not be assigned then. */
  readonly mayComeLate: boolean;
};

/** Takes the room away from a booking that it is assigned to. */
type Unassign = { readonly type: 'unassign'; readonly reason: UnassignmentReason };

/**
 * Decides a command. One that has had its effect already is accepted without events: commands may be
 * repeated, and events of other services may arrive out of order. An assignment whose slot has passed stays.
 */
function decide(command: AssignmentCommand, state: AssignmentState): Decision<AssignmentEvent> {
  const { at, roomName } = command;
  switch (command.type) {
    case 'assign': {
      const { booking, refusal } = command;
      if (state) return accept();
      if (refusal) return accept({ type: 'RoomUnassigned', at, roomName, booking, reason: refusal });
      return accept({ type: 'RoomAssigned', at, roomName, booking });
    }
    case 'release': {
      const { booking, mayComeLate } = command;
      if (state) return unassign(state, command, 'BOOKING_CANCELLED');
      if (!mayComeLate || hasPassed(booking.slot, at)) return accept();
      return accept({ type: 'BookingCancelledEarly', at, booking });
    }
    case 'unassign':
      return state ? unassign(state, command, command.reason) : accept();
    default:
      return unreachable(command);
  }
}

function unassign(
  state: NonNullable<AssignmentState>,
  { at, roomName }: Pick<AssignmentCommand, 'at' | 'roomName'>,
  reason: UnassignmentReason,
): Decision<AssignmentEvent> {
  if (state.status !== 'ASSIGNED' || hasPassed(state.slot, at)) return accept();
  const { bookingId, roomId, customerId, slot } = state;
  return accept({
    type: 'RoomUnassigned',
    at,
    roomName,
    booking: { bookingId, roomId, customerId, slot },
    reason,
  });
}

export const assignmentDecider: Decider<AssignmentState, AssignmentCommand, AssignmentEvent> = {
  decide,
  evolve: evolveAssignment,
  initialState: undefined,
};
