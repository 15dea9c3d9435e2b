import type { Cause } from '../../../platform/decisions/cause.ts';
import { addMilliseconds, type Instant } from '../../../platform/decisions/values.ts';
import { type Booked, type BookedBy, hasPassed } from '../domain/assignment.ts';
import type { Room } from '../domain/room.ts';
import type { FollowClock } from './follow-clock.ts';
import type { Dependencies } from './ports.ts';

/** An event of a booking that is being handled. */
export type Handling = {
  readonly eventId: string;
  /** When the event happened. */
  readonly time: Instant;
  readonly cause: Cause;
};

type Parts = Pick<Dependencies, 'handleAssignment' | 'assignments' | 'rooms' | 'earlierEvents' | 'clock'> & {
  readonly followClock: FollowClock;
};

/** What the store has of a booking that is new to it: nothing. */
const NEW = { state: undefined, version: 0 } as const;

/** How far the clocks of two instances may be apart, in milliseconds. */
const CLOCK_SKEW_MS = 1_000;

/**
 * Assigns a room to a paid booking, or refuses it when the room is closed or deleted. The room is read before
 * it is decided, and again after the assignment is stored: who deletes a room writes it first and then reads
 * its assignments, so that one of the two sees the other.
 */
export function createAssignRoom({
  handleAssignment,
  assignments,
  rooms,
  earlierEvents,
  followClock,
  clock,
}: Parts) {
  return async (booking: BookedBy, { eventId, time, cause }: Handling): Promise<void> => {
    const { bookingId, roomId } = booking;
    const room = await readRoom({ rooms }, booking);
    if ((await earlierEvents.hasHandled(eventId, time)) && !(await assignments.load(bookingId)).state) return;
    const assigned = await handleAssignment(
      bookingId,
      () => ({ type: 'assign', at: clock(), roomName: room.name, booking, refusal: refusalOf(room) }),
      { cause, expected: NEW },
    );
    if (!assigned.accepted || assigned.state?.status !== 'ASSIGNED') return;
    const { name, deleted } = await readRoom({ rooms }, booking);
    if (deleted) {
      await handleAssignment(
        bookingId,
        () => ({ type: 'unassign', at: clock(), roomName: name, reason: 'ROOM_DELETED' }),
        { cause },
      );
    } else if (
      assigned.events.length > 0 &&
      booking.slot.start <= clock() &&
      !hasPassed(booking.slot, clock())
    ) {
      // Otherwise the status changes when the slot begins.
      await followClock(roomId, cause);
    }
  };
}

/** Releases the room of a booking that is cancelled or rejected. */
export function createReleaseRoom({ handleAssignment, rooms, followClock, clock }: Parts) {
  return async (booking: Booked, mayComeLate: boolean, { cause }: Handling): Promise<void> => {
    const { bookingId, roomId, slot } = booking;
    const { name } = await readRoom({ rooms }, booking);
    const released = await handleAssignment(
      bookingId,
      () => ({ type: 'release', at: clock(), roomName: name, booking, mayComeLate }),
      { cause },
    );
    if (!released.accepted || released.state?.status !== 'UNASSIGNED') return;
    // By the clock of another instance the slot may have begun. The room may be FULL for the booking, or a
    // decision on that may be under way.
    const hasBegun = slot.start <= addMilliseconds(clock(), CLOCK_SKEW_MS);
    if (!hasBegun) return;
    const room = await readRoom({ rooms }, booking);
    const isNews = released.events.length > 0 || !hasPassed(slot, clock());
    if (!room.deleted && (isNews || room.occupiedBy === bookingId)) await followClock(roomId, cause);
  };
}

/** The room of a booking. Throws when it is unknown, so that the event is redelivered. */
async function readRoom(
  { rooms }: Pick<Dependencies, 'rooms'>,
  { bookingId, roomId }: Pick<Booked, 'bookingId' | 'roomId'>,
): Promise<Room> {
  const { state } = await rooms.load(roomId);
  if (!state) throw new Error(`The booking ${bookingId} is for an unknown room, ${roomId}`);
  return state;
}

function refusalOf({ deleted, status }: Room): 'ROOM_CLOSED' | 'ROOM_DELETED' | null {
  if (deleted) return 'ROOM_DELETED';
  return status === 'CLOSED' ? 'ROOM_CLOSED' : null;
}
