import { type Actor, manages } from '../../../platform/decisions/actor.ts';
import {
  accept,
  type Decider,
  type Decision,
  reject,
  unreachable,
} from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { type Present, statusByClock, statusChange, transitionsUntil } from './occupancy.ts';
import {
  type DeletedRoom,
  evolve,
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
  | FollowClock
  /** Notes that a deleted room is assigned to no booking any more. */
  | { readonly type: 'finishRelease'; readonly at: Instant };

/** When a command is decided, and what the room is assigned to then. */
export type Moment = { readonly at: Instant; readonly present: readonly Present[] };

type Register = {
  readonly type: 'register';
  readonly at: Instant;
  readonly id: string;
  readonly hostId: string;
  readonly details: RoomDetails;
  readonly supplies: readonly SupplyLine[] | null;
};

/** What people change of a room that exists and stays. */
export type RoomChange = Moment & { readonly actor: Actor } & (
    | { readonly type: 'update'; readonly changes: Partial<RoomDetails> }
    | { readonly type: 'close'; readonly reason: string | null }
    | { readonly type: 'reopen' }
    | Transfer
  );

/** Hands the room over to another host. */
type Transfer = { readonly type: 'transfer'; readonly hostId: string };

type Delete = Moment & {
  readonly type: 'delete';
  readonly actor: Actor;
  /** The same for all attempts at the command. */
  readonly commandId: string;
  /** Current and future ones. */
  readonly bookingCount: number;
  /** Otherwise a room that has bookings is not deleted. */
  readonly cancelBookings: boolean;
};

/** Applies the status changes that are due, and one that a new or ended assignment causes at once. */
type FollowClock = Moment & { readonly type: 'followClock' };

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
  if (state.deleted) return decideDeleted(command, state);
  if (command.type === 'finishRelease') return accept();
  if (!isAllowed(command, state)) return reject({ kind: 'Forbidden' });

  const due = transitionsUntil(state, command.present, command.at);
  const room = due.reduce(evolveOffered, state);
  const decision = decideOffered(command, room);
  if (!decision.accepted) return decision;
  const events = [...due, ...decision.events];
  const { type, at } = command;
  return accept(
    ...(type === 'followClock' && events.length === 0 ? [{ type: 'OccupancyChecked', at } as const] : events),
  );
}

function register({ at, id, hostId, details, supplies }: Register): RoomEvent[] {
  return [
    { type: 'RoomRegistered', at, id, hostId, details, supplies },
    { type: 'RoomStatusChanged', at, status: 'EMPTY', previousStatus: null, bookingId: null },
  ];
}

/** What can change a room that is not deleted. */
type OfferedCommand = RoomChange | Delete | FollowClock;

/** Commands of people are for who manages the room, a transfer for who manages all rooms. */
function isAllowed(command: OfferedCommand, { hostId }: OfferedRoom): boolean {
  if (command.type === 'transfer') return command.actor.manages === 'ALL';
  return !('actor' in command) || manages(command.actor, hostId);
}

function decideDeleted(
  command: Exclude<RoomCommand, Register>,
  { deletedBy, releasing }: DeletedRoom,
): Decision<RoomEvent, RoomRejection> {
  switch (command.type) {
    case 'followClock':
      return accept();
    case 'finishRelease':
      return releasing ? accept({ type: 'BookingsReleased', at: command.at }) : accept();
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

function decideOffered(command: OfferedCommand, room: OfferedRoom): Decision<RoomEvent, RoomRejection> {
  const { at } = command;
  switch (command.type) {
    case 'update':
      return update(room, command.changes, at);
    case 'close':
      if (room.status === 'CLOSED') return accept();
      return accept({ type: 'RoomClosed', at, reason: command.reason }, closing(room, at));
    case 'reopen': {
      if (room.status !== 'CLOSED') return accept();
      const now = statusByClock(room, command.present, at);
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
    case 'followClock': {
      const change = room.status === 'CLOSED' ? undefined : statusChange(room, command.present, at);
      return change ? accept(change) : accept();
    }
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
  { at, commandId, bookingCount, cancelBookings }: Delete,
  room: OfferedRoom,
): Decision<RoomEvent, RoomRejection> {
  if (bookingCount > 0 && !cancelBookings) return reject({ kind: 'RoomHasBookings', bookingCount });
  return accept(
    // Subscribers of the status see the room close.
    ...(room.status === 'CLOSED' ? [] : [closing(room, at)]),
    { type: 'RoomDeleted', at, deletedBy: commandId },
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
