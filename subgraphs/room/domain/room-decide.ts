import { type Actor, manages } from '../../../platform/decisions/actor.ts';
import {
  accept,
  type Decider,
  type Decision,
  reject,
  unreachable,
} from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { statusByClock, statusChange, transitionsUntil } from './occupancy.ts';
import {
  type Assignment,
  type EarlyCancellation,
  evolve,
  hasPassed,
  type OfferedRoom,
  type RoomDetails,
  type RoomEvent,
  type RoomState,
  type SupplyLine,
} from './room.ts';

export type RoomCommand =
  | Register
  | RoomChange
  | Delete
  | Assign
  | Release
  /** Applies the status changes that are due. */
  | { readonly type: 'followClock'; readonly at: Instant };

type Register = {
  readonly type: 'register';
  readonly at: Instant;
  readonly id: string;
  readonly hostId: string;
  readonly details: RoomDetails;
  readonly supplies: readonly SupplyLine[] | null;
};

/** What people change of a room that exists and stays. */
export type RoomChange = { readonly at: Instant; readonly actor: Actor } & (
  | { readonly type: 'update'; readonly changes: Partial<RoomDetails> }
  | { readonly type: 'close'; readonly reason: string | null }
  | { readonly type: 'reopen' }
  | Transfer
);

/** Hands the room over to another host. */
type Transfer = { readonly type: 'transfer'; readonly hostId: string };

type Delete = {
  readonly type: 'delete';
  readonly at: Instant;
  readonly actor: Actor;
  /** The same for all attempts at the command. */
  readonly commandId: string;
  /** Unassigns current and future bookings; otherwise a room that has some is not deleted. */
  readonly cancelBookings: boolean;
};

type Assign = { readonly type: 'assign'; readonly at: Instant; readonly assignment: Assignment };

type Release = {
  readonly type: 'release';
  readonly at: Instant;
  readonly booking: EarlyCancellation;
  /** Whether the event that the booking is paid may arrive later; the room must not be assigned then. */
  readonly mayComeLate: boolean;
};

export type RoomRejection =
  | { readonly kind: 'RoomNotFound' }
  /** The actor does not manage the room. */
  | { readonly kind: 'Forbidden' }
  | { readonly kind: 'RoomHasBookings'; readonly bookingCount: number };

/**
 * Decides a command. One that has had its effect already is accepted without events: commands may be
 * repeated, and events of other services may arrive out of order. Status changes that are due come before the
 * command's events.
 */
export function decide(command: RoomCommand, state: RoomState): Decision<RoomEvent, RoomRejection> {
  if (command.type === 'register') return state ? accept() : accept(...register(command));
  if (!state) return reject({ kind: 'RoomNotFound' });
  if (state.deleted) return decideDeleted(command, state.deletedBy);
  if (!isAllowed(command, state)) return reject({ kind: 'Forbidden' });

  const due = transitionsUntil(state, command.at);
  const room = due.reduce(evolveOffered, state);
  const decision = decideOffered(command, room);
  return decision.accepted ? accept(...due, ...decision.events) : decision;
}

function register({ at, id, hostId, details, supplies }: Register): RoomEvent[] {
  return [
    { type: 'RoomRegistered', at, id, hostId, details, supplies },
    { type: 'RoomStatusChanged', at, status: 'EMPTY', previousStatus: null, bookingId: null },
  ];
}

/** Commands of people are for who manages the room, a transfer for who manages all rooms. */
function isAllowed(command: Exclude<RoomCommand, Register>, { hostId }: OfferedRoom): boolean {
  if (command.type === 'transfer') return command.actor.manages === 'ALL';
  return !('actor' in command) || manages(command.actor, hostId);
}

function decideDeleted(
  command: Exclude<RoomCommand, Register>,
  deletedBy: string,
): Decision<RoomEvent, RoomRejection> {
  switch (command.type) {
    case 'assign': {
      const { at, assignment } = command;
      return accept({ type: 'RoomUnassigned', at, assignment, reason: 'ROOM_DELETED' });
    }
    case 'release':
    case 'followClock':
      return accept();
    case 'delete':
      return command.commandId === deletedBy ? accept() : reject({ kind: 'RoomNotFound' });
    case 'update':
    case 'close':
    case 'reopen':
    case 'transfer':
      return reject({ kind: 'RoomNotFound' });
    default:
      return unreachable(command);
  }
}

function decideOffered(
  command: Exclude<RoomCommand, Register>,
  room: OfferedRoom,
): Decision<RoomEvent, RoomRejection> {
  const { at } = command;
  switch (command.type) {
    case 'update':
      return update(room, command.changes, at);
    case 'close':
      if (room.status === 'CLOSED') return accept();
      return accept({ type: 'RoomClosed', at, reason: command.reason }, closing(room, at));
    case 'reopen': {
      if (room.status !== 'CLOSED') return accept();
      const now = statusByClock(room, at);
      return accept(
        { type: 'RoomReopened', at },
        { type: 'RoomStatusChanged', at, previousStatus: 'CLOSED', ...now },
      );
    }
    case 'transfer': {
      const { hostId } = command;
      if (hostId === room.hostId) return accept();
      return accept({ type: 'RoomTransferred', at, hostId, previousHostId: room.hostId });
    }
    case 'delete':
      return decideDelete(command, room);
    case 'assign':
      return assign(command, room);
    case 'release':
      return release(command, room);
    case 'followClock':
      return accept();
    default:
      return unreachable(command);
  }
}

function update(
  room: OfferedRoom,
  changes: Partial<RoomDetails>,
  at: Instant,
): Decision<RoomEvent, RoomRejection> {
  const { name, description, location, capacity, hourlyRate, timeZone } = { ...room, ...changes };
  const sameRate =
    hourlyRate.amount === room.hourlyRate.amount && hourlyRate.currency === room.hourlyRate.currency;
  const isSame =
    sameRate &&
    name === room.name &&
    description === room.description &&
    location === room.location &&
    capacity === room.capacity &&
    timeZone === room.timeZone;
  if (isSame) return accept();
  const details = { name, description, location, capacity, hourlyRate, timeZone };
  return accept({ type: 'RoomUpdated', at, details });
}

function decideDelete(
  { at, commandId, cancelBookings }: Delete,
  room: OfferedRoom,
): Decision<RoomEvent, RoomRejection> {
  const ahead = room.assignments.filter(({ slot }) => !hasPassed(slot, at));
  if (ahead.length > 0 && !cancelBookings) {
    return reject({ kind: 'RoomHasBookings', bookingCount: ahead.length });
  }
  return accept(
    // Subscribers of the status see the room close.
    ...(room.status === 'CLOSED' ? [] : [closing(room, at)]),
    { type: 'RoomDeleted', at, deletedBy: commandId },
    ...ahead.map(
      (assignment) => ({ type: 'RoomUnassigned', at, assignment, reason: 'ROOM_DELETED' }) as const,
    ),
  );
}

function closing({ status, occupiedBy }: OfferedRoom, at: Instant): RoomEvent {
  return {
    type: 'RoomStatusChanged',
    at,
    status: 'CLOSED',
    previousStatus: status,
    bookingId: occupiedBy,
  };
}

function assign({ at, assignment }: Assign, room: OfferedRoom): Decision<RoomEvent, RoomRejection> {
  const isThis = ({ bookingId }: { readonly bookingId: string }) => bookingId === assignment.bookingId;
  if (room.assignments.some(isThis) || room.earlyCancellations.some(isThis)) return accept();
  if (room.status === 'CLOSED') {
    return accept({ type: 'RoomUnassigned', at, assignment, reason: 'ROOM_CLOSED' });
  }
  return withStatus(room, { type: 'RoomAssigned', at, assignment });
}

function release(
  { at, booking, mayComeLate }: Release,
  room: OfferedRoom,
): Decision<RoomEvent, RoomRejection> {
  const { bookingId, slot } = booking;
  const assignment = room.assignments.find((each) => each.bookingId === bookingId);
  if (assignment) {
    return withStatus(room, { type: 'RoomUnassigned', at, assignment, reason: 'BOOKING_CANCELLED' });
  }
  const isRemembered = room.earlyCancellations.some((each) => each.bookingId === bookingId);
  if (!mayComeLate || isRemembered || hasPassed(slot, at)) return accept();
  return accept({ type: 'BookingCancelledEarly', at, booking });
}

/** The event and the status change that it causes at once. */
function withStatus(room: OfferedRoom, event: RoomEvent): Decision<RoomEvent, RoomRejection> {
  const after = evolveOffered(room, event);
  const change = after.status === 'CLOSED' ? undefined : statusChange(after, event.at);
  return change ? accept(event, change) : accept(event);
}

/** As `evolve`, for events that do not delete the room. */
function evolveOffered(room: OfferedRoom, event: RoomEvent): OfferedRoom {
  const after = evolve(room, event);
  if (after.deleted) throw new Error(`${event.type} deleted the room ${room.id}`);
  return after;
}

export const roomDecider: Decider<RoomState, RoomCommand, RoomEvent, RoomRejection> = {
  decide,
  evolve,
  initialState: undefined,
};
