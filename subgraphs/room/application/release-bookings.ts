import { type Cause, newCause } from '../../../platform/decisions/cause.ts';
import type { Dependencies } from './ports.ts';

/** Assignments of a deleted room that are ended at a time, and rooms whose turn it is. */
const BATCH = 500;
const ROOMS = 10;

/** Ends a batch of the assignments of a deleted room. Returns their number. */
export type ReleaseBookings = (roomId: string, cause: Cause) => Promise<number>;

/**
 * The room is marked until nothing is left, so that a scheduled job goes on after a crash
 * (`createReleaseDeleted`).
 */
export function createReleaseBookings({
  handleRoom,
  handleAssignment,
  rooms,
  openAssignments,
  clock,
}: Pick<
  Dependencies,
  'handleRoom' | 'handleAssignment' | 'rooms' | 'openAssignments' | 'clock'
>): ReleaseBookings {
  return async (roomId, cause) => {
    const { state: room } = await rooms.load(roomId);
    if (!room?.deleted) throw new Error(`The room ${roomId} is not deleted`);
    const bookingIds = await openAssignments.aheadOf(roomId, clock(), BATCH);
    await Promise.all(
      bookingIds.map((bookingId) =>
        handleAssignment(
          bookingId,
          () => ({ type: 'unassign', at: clock(), roomName: room.name, reason: 'ROOM_DELETED' }),
          { cause },
        ),
      ),
    );
    if (bookingIds.length < BATCH)
      await handleRoom(roomId, () => ({ type: 'finishRelease', at: clock() }), { cause });
    return bookingIds.length;
  };
}

/** Goes on with deleted rooms that are still assigned to bookings. Returns the number of rooms. */
export function createReleaseDeleted({
  queries,
  releaseBookings,
}: Pick<Dependencies, 'queries'> & { readonly releaseBookings: ReleaseBookings }) {
  return async (): Promise<number> => {
    const roomIds = await queries.releasing(ROOMS);
    const done = await Promise.allSettled(roomIds.map((id) => releaseBookings(id, newCause())));
    // A room that fails must not delay the others.
    const failed = done.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return roomIds.length;
  };
}
