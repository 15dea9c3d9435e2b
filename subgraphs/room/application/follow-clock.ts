import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { readMoment } from './moment.ts';
import type { Dependencies } from './ports.ts';

/**
 * Has the status of a room follow its assignments and the time, up to an instant, or else until now. Returns
 * the number of changes.
 */
export type FollowClock = (roomId: string, cause: Cause, until?: Instant) => Promise<number>;

/**
 * First the room is written, then what has begun or ended is noted in the assignments: after a crash in
 * between, they are still due.
 */
export function createFollowClock({
  handleRoom,
  openAssignments,
  clock,
}: Pick<Dependencies, 'handleRoom' | 'openAssignments' | 'clock'>): FollowClock {
  return async (roomId, cause, until) => {
    let seen: Awaited<ReturnType<typeof readMoment>> | undefined;
    const followed = await handleRoom(
      roomId,
      async (room) => {
        seen = await readMoment({ openAssignments, clock }, roomId, room, until);
        return { type: 'followClock', ...seen };
      },
      { cause },
    );
    if (!followed.accepted || !seen) throw new Error(`There are assignments of an unknown room, ${roomId}`);
    await openAssignments.advance(seen.present, seen.at);
    return followed.events.filter(({ type }) => type === 'RoomStatusChanged').length;
  };
}
