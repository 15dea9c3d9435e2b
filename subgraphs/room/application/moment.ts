import type { Instant } from '../../../platform/decisions/values.ts';
import { latest } from '../domain/occupancy.ts';
import type { RoomState } from '../domain/room.ts';
import type { Moment } from '../domain/room-decide.ts';
import type { Dependencies, DueAssignment } from './ports.ts';

/**
 * When a command on a room is decided, and what the room is assigned to then. To be read after the room: who
 * changes what a room is assigned to writes the room afterwards, so that a decision on less ends in a
 * conflict.
 *
 * @param room what the command is decided on; its status may be younger than the clock of this process
 * @param until an instant to be decided for instead of now
 */
export async function readMoment(
  { openAssignments, clock }: Pick<Dependencies, 'openAssignments' | 'clock'>,
  roomId: string,
  room: RoomState,
  until?: Instant,
): Promise<Moment & { readonly present: readonly DueAssignment[] }> {
  const now = until ?? clock();
  const at = room ? latest(now, room.statusSince) : now;
  return { at, present: await openAssignments.presentIn(roomId, at) };
}
